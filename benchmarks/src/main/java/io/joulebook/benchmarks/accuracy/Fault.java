package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** What goes wrong while the load runs. */
interface Fault {
  int UNKNOWN_ERROR = 999;

  void happen(Stage stage) throws IOException, InterruptedException;

  /**
   * Where it happens.
   *
   * @param machine the machine
   * @param pid the JVM with the agent
   * @param from when the load began
   * @param to when it ends
   */
  record Stage(FakeMachine machine, long pid, long from, long to) {
    FakeGpu gpu() {
      return machine.gpu(0);
    }

    void sleepUntil(double shareOfLoad) {
      Served.sleepUntil(from + (long) (shareOfLoad * (to - from)));
    }

    void sleep(Duration time) {
      Served.sleepUntil(System.nanoTime() + time.toNanos());
    }
  }

  /** A fault at the middle of the load. */
  static Fault halfway(Fault fault) {
    return stage -> {
      stage.sleepUntil(0.5);
      fault.happen(stage);
    };
  }

  static Fault hang(FakeCall call, Duration time) {
    return stage -> {
      stage.sleepUntil(0.4);
      stage.gpu().hang(call);
      stage.sleep(time);
      stage.gpu().resume(call);
    };
  }

  static Fault stuck(Duration time) {
    return stage -> {
      stage.sleepUntil(0.4);
      stage.gpu().stick();
      stage.sleep(time);
      stage.gpu().unstick();
    };
  }

  static Fault lostAndBack(Duration time) {
    return stage -> {
      stage.sleepUntil(0.4);
      stage.gpu().lose();
      stage.sleep(time);
      stage.gpu().comeBack();
    };
  }

  static Fault garbage(long... values) {
    return stage -> {
      stage.sleepUntil(0.5);
      for (long value : values) {
        stage.gpu().garbageEnergy(value);
        stage.sleep(Duration.ofSeconds(1));
      }
      stage.gpu().noGarbage();
    };
  }

  /** That share of the readings of the counter gives an error. */
  static Fault missed(FakeCall call, double share) {
    return stage -> {
      Random random = new Random(30);
      while (System.nanoTime() < stage.to()) {
        stage.gpu().answer(call, random.nextDouble() < share ? UNKNOWN_ERROR : 0);
        stage.sleep(Duration.ofMillis(10));
      }
      stage.gpu().answer(call, 0);
    };
  }

  /** The whole JVM stands still, as in a paused container. */
  static Fault paused(Duration time) {
    return stage -> {
      stage.sleepUntil(0.5);
      signal(stage.pid(), "STOP");
      stage.sleep(time);
      signal(stage.pid(), "CONT");
    };
  }

  private static void signal(long pid, String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    if (code != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }
}
