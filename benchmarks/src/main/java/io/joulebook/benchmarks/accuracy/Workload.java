package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The application whose calls are metered. Arguments: the machine's state file, the scenario, the
 * seconds of load, the file for the trace. It idles, says when the load is on, idles again so that
 * all can settle, writes the trace, and ends once its input does.
 */
final class Workload {
  static final Duration LEAD_IN = Duration.ofSeconds(6);
  static final Duration SETTLING = Duration.ofSeconds(4);
  static final String LOADED = "load ";
  static final String SETTLED = "settled";

  private static final long SECOND = 1_000_000_000;

  private Workload() {}

  public static void main(String[] args) throws Exception {
    FakeMachine machine = FakeMachine.attach(Path.of(args[0]));
    Scenario scenario = Scenarios.named(args[1]);
    Draw draw = new Draw(scenario.truth(), machine.gpus());
    Served server = new Served(draw);
    List<Anchor> clocks = new ArrayList<>();
    Thread clockReader = readClocks(clocks);
    Served.sleepUntil(System.nanoTime() + LEAD_IN.toNanos());
    long from = System.nanoTime();
    long to = from + Long.parseLong(args[2]) * SECOND;
    System.out.println(LOADED + from + " " + to);
    scenario.load().run(server, to);
    Served.sleepUntil(System.nanoTime() + SETTLING.toNanos());
    clockReader.interrupt();
    clockReader.join();
    new Trace(from, to, List.copyOf(clocks), draw.changes()).write(Path.of(args[3]));
    System.out.println(SETTLED);
    System.in.transferTo(System.out);
  }

  private static Thread readClocks(List<Anchor> clocks) {
    clocks.add(Anchor.now());
    Thread reader =
        new Thread(
            () -> {
              while (!Thread.interrupted()) {
                Served.sleepUntil(System.nanoTime() + SECOND / 2);
                clocks.add(Anchor.now());
              }
            });
    reader.setDaemon(true);
    reader.start();
    return reader;
  }
}
