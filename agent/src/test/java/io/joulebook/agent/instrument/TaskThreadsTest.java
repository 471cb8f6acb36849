package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the threads that run tasks, and start others, know of requests. */
class TaskThreadsTest extends HandedTasksFixture {

  /** A request hands a task over, and another thread does this. */
  private void handedOver(Object task, Runnable does) {
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          inAnotherThread(does);
        });
  }

  @Test
  void aThreadThatIsStartedForATaskHasTheRoute() {
    within(
        "/a",
        () -> {
          Thread thread = new Thread(HandedTasksFixture::call);
          JoulebookBridge.handOver(thread, null);
          thread.start();
          join(thread);
        });

    assertThat(routes()).containsExactly("/a");
  }

  @Test
  void aPoolsThreadForgetsTheTaskBeforeItsNextOne() {
    Object task = new Object();
    handedOver(
        task,
        () -> {
          JoulebookBridge.take(task);
          call();
          JoulebookBridge.take(new Object());
          call();
        });

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aServersRequestOnAThreadThatRunsATaskHasItsOwnRoute() {
    Object task = new Object();
    handedOver(
        task,
        () -> {
          JoulebookBridge.take(task);
          within("/b", HandedTasksFixture::call);
          call();
        });

    assertThat(routes()).containsExactly("/b", null);
  }

  @Test
  void aTaskThatRunsOnTheRequestsOwnThreadChangesNothingForIt() {
    Object task = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          Object before = JoulebookBridge.enterTask(task);
          call();
          JoulebookBridge.leaveTask(before);
          call();
        });
    call();

    assertThat(routes()).containsExactly("/a", "/a", null);
  }

  @Test
  void aTaskThatAnotherRunsHasNothingOfItsRequest() {
    Object outer = new Object();
    FutureTask<?> unknown = new FutureTask<>(() -> 1);
    handedOver(
        outer,
        () -> {
          JoulebookBridge.take(outer);
          Object again = JoulebookBridge.enterTask(outer);
          call();
          Object before = JoulebookBridge.enterTask(unknown);
          call();
          JoulebookBridge.leaveTask(before);
          JoulebookBridge.leaveTask(again);
          call();
        });

    assertThat(routes()).containsExactly("/a", null, "/a");
  }

  @Test
  void aStageBelongsToTheRequestThatHasMadeItWhoeverCompletesItsFuture() {
    FutureTask<?> stage = new FutureTask<>(() -> 1);
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(stage, stage));
    within(
        "/b",
        () -> {
          runStage(stage);
          call();
        });

    assertThat(routes()).containsExactly("/a", "/b");
  }

  @Test
  void aStageOfARequestThatIsOverHasNothingOfTheRequestThatCompletesItsFuture() {
    FutureTask<?> stage = new FutureTask<>(() -> 1);
    within("/a", () -> JoulebookBridge.handOver(stage, stage));
    tasks.sweep();
    within(
        "/b",
        () -> {
          runStage(stage);
          call();
        });

    assertThat(routes()).containsExactly(null, "/b");
  }

  @Test
  void aFutureTaskOfARequestThatIsOverHasNothingOfTheRequestThatRunsIt() {
    FutureTask<?> task = new FutureTask<>(() -> 1);
    within("/a", () -> JoulebookBridge.handOver(task, "what it does"));
    tasks.sweep();
    within(
        "/b",
        () -> {
          runForked(task);
          call();
        });

    assertThat(routes()).containsExactly(null, "/b");
  }

  @Test
  void aStageThatNobodyKnowsHasNothingOfTheTaskThatCompletesItsFuture() {
    Object task = new Object();
    handedOver(
        task,
        () -> {
          JoulebookBridge.take(task);
          runStage(new Object());
          call();
        });

    assertThat(routes()).containsExactly(null, "/a");
  }

  @Test
  void aTaskThatAPoolsThreadHelpsWithBelongsToItsOwnRequestOrNobody() {
    Object own = new Object();
    Object others = new Object();
    within(
        "/b",
        () -> {
          JoulebookBridge.handOver(others, null);
          helping("/a", own, others);
        });

    assertThat(routes()).containsExactly("/a", null, "/b", "/a", null);
  }

  @Test
  void aTaskThatForksItselfBelongsToItsRequestEachTime() {
    Object task = ForkJoinTask.adapt(() -> {});
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          run(task);
          JoulebookBridge.handOver(task, null);
          run(task);
        });

    assertThat(routes()).containsExactly("/a", null, "/a", null);
  }

  @Test
  void whatARequestsOwnThreadRunsAtOnceStaysPartOfIt() {
    within("/a", () -> runForked(new Object()));

    assertThat(routes()).containsExactly("/a");
  }

  @Test
  void whatIsScheduledForLaterBelongsToNobody() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    ScheduledFuture<?> later = scheduler.schedule(() -> {}, 1, TimeUnit.HOURS);
    scheduler.shutdownNow();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(later, null);
          run(later);
        });

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void theTraceFollowsToo() {
    Object task = new Object();
    JoulebookBridge.traces(
        new Supplier<?>[] {
          null, null, null, () -> Thread.currentThread().getName().equals("traced") ? "7f" : null
        });
    List<Object> traces = new ArrayList<>();
    Thread traced =
        new Thread(
            () ->
                within(
                    "/a",
                    () -> {
                      JoulebookBridge.handOver(task, null);
                      run(task);
                    }),
            "traced");
    traced.start();
    join(traced);
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        if (lane.kind() == JoulebookBridge.CALL_BEGIN) {
          traces.add(lane.trace());
        }
      }
    }

    assertThat(traces).containsExactly("7f", null);
  }

  @Test
  void noTaskIsKeptAlive() {
    WeakReference<Object> task = new WeakReference<>(new Object());
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task.get(), null));
    for (int i = 0; i < 100 && task.get() != null; i++) {
      System.gc();
    }

    assertThat(task.get()).isNull();
  }

  @Test
  void moreTasksThanThereIsRoomForHaveNoRouteAndRoomComesBack() {
    List<Object> many = new ArrayList<>();
    within(
        "/a",
        () -> {
          for (int i = 0; i < 3 * HandedTasks.SLOTS; i++) {
            many.add(new Object());
            JoulebookBridge.handOver(many.get(i), null);
          }
        });
    Object task = new Object();
    within(
        "/b",
        () -> {
          JoulebookBridge.handOver(task, null);
          run(task);
        });

    assertThat(routes()).containsExactly("/b", null);
  }

  @Test
  void theRouteOfTheContextIsTakenWhereNoServersHookKnowsOne() {
    JoulebookBridge.contextRoute(() -> "/context");
    within("/a", HandedTasksFixture::call);
    call();

    assertThat(routes()).containsExactly("/a", "/context");
  }
}
