package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks belong to the request that has handed them over, as the bridge and the table see it. */
class HandedTasksTest {
  private static final int SITE = 3;

  private final HandedTasks tasks = new HandedTasks();
  private boolean goesOn;

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void meter() {
    routes();
    JoulebookBridge.enable(true);
    JoulebookBridge.tasks(tasks::put, tasks::take);
    Predicate<Object>[] lasting = new Predicate[SITE + 1];
    lasting[SITE] = request -> goesOn;
    JoulebookBridge.lasting(lasting);
  }

  @AfterEach
  void stop() {
    JoulebookBridge.renew(JoulebookBridge.firstSite());
    routes();
  }

  /** Does it as part of a request of that route, which is over then. */
  private static void within(String route, Runnable does) {
    long token = JoulebookBridge.enterRequest(SITE, route);
    try {
      does.run();
    } finally {
      JoulebookBridge.exitRequest(SITE, token, route);
    }
  }

  /** Makes a call as a task does that another thread runs. */
  private static void run(Object task) {
    inAnotherThread(
        () -> {
          Object before = JoulebookBridge.enterTask(task);
          call();
          JoulebookBridge.leaveTask(before);
          call();
        });
  }

  private static void inAnotherThread(Runnable does) {
    Thread thread = new Thread(does);
    thread.start();
    join(thread);
  }

  private static void call() {
    JoulebookBridge.exit(JoulebookBridge.enter(SITE, null, null, null, 1), false);
  }

  private static List<@Nullable Object> routes() {
    List<@Nullable Object> routes = new ArrayList<>();
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        if (lane.kind() == JoulebookBridge.CALL_BEGIN) {
          routes.add(lane.route());
        }
      }
    }
    return routes;
  }

  @Test
  void aTaskHasTheRouteWhileItRunsAndItsThreadHasNoneThen() {
    Object task = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          run(task);
        });

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aTaskOfNoRequestHasNoRoute() {
    Object task = new Object();
    JoulebookBridge.handOver(task, null);
    run(task);

    assertThat(routes()).containsExactly(null, null);
  }

  @Test
  void aTaskThatTwoRequestsHandOverBelongsToNeither() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    within("/b", () -> JoulebookBridge.handOver(task, null));
    run(task);
    run(task);

    assertThat(routes()).containsOnlyNulls().hasSize(4);
  }

  @Test
  void aTaskThatSomebodyOutsideOfRequestsHandsOverTooBelongsToNobody() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    JoulebookBridge.handOver(task, null);
    run(task);

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void aTaskThatIsMadeForOneRunBelongsToWhoMadeIt() {
    FutureTask<?> task = new FutureTask<>(() -> 1);
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    within("/b", () -> JoulebookBridge.handOver(task, null));
    JoulebookBridge.handOver(task, null);
    run(task);

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aTaskThatIsUsedAgainBelongsToNobodyThen() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    run(task);
    within("/b", () -> JoulebookBridge.handOver(task, null));
    run(task);

    assertThat(routes()).containsExactly("/a", null, null, null);
  }

  @Test
  void aTaskThatTwoLayersOfOneRequestHandOverBelongsToIt() {
    Object task = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          JoulebookBridge.handOver(task, null);
          run(task);
        });

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aTaskThatRunsWhenItsRequestIsOverHasNoRoute() {
    Object task = new Object();
    within("/a", () -> JoulebookBridge.handOver(task, null));
    run(task);

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void aTaskThatOutlivesItsRequestLosesTheRoute() {
    Object task = new Object();
    CountDownLatch called = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              Object before = JoulebookBridge.enterTask(task);
              call();
              called.countDown();
              await(over);
              call();
              JoulebookBridge.leaveTask(before);
            });
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          thread.start();
          await(called);
        });
    over.countDown();
    join(thread);

    assertThat(routes()).containsExactly("/a", null);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTaskOfARequestThatGoesOnHasItsRoute() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    run(task);

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void whatATaskHandsOverBelongsToTheRequestToo() {
    Object outer = new Object();
    Object inner = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(outer, null);
          inAnotherThread(
              () -> {
                Object before = JoulebookBridge.enterTask(outer);
                JoulebookBridge.handOver(inner, null);
                JoulebookBridge.leaveTask(before);
                run(inner);
              });
        });

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aThreadThatIsStartedForATaskHasTheRoute() {
    within(
        "/a",
        () -> {
          Thread thread = new Thread(HandedTasksTest::call);
          JoulebookBridge.handOver(thread, null);
          thread.start();
          join(thread);
        });

    assertThat(routes()).containsExactly("/a");
  }

  @Test
  void aPoolsThreadForgetsTheTaskBeforeItsNextOne() {
    Object task = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          inAnotherThread(
              () -> {
                JoulebookBridge.take(task);
                call();
                JoulebookBridge.take(new Object());
                call();
              });
        });

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aServersRequestOnAThreadThatRunsATaskHasItsOwnRoute() {
    Object task = new Object();
    within(
        "/a",
        () -> {
          JoulebookBridge.handOver(task, null);
          inAnotherThread(
              () -> {
                JoulebookBridge.take(task);
                within("/b", HandedTasksTest::call);
                call();
              });
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

  private static void helping(String route, Object own, Object others) {
    inAnotherThread(
        () ->
            within(
                route,
                () -> {
                  JoulebookBridge.handOver(own, null);
                  inAnotherThread(
                      () -> {
                        Object before = JoulebookBridge.enterForked(own);
                        call();
                        runForked(new Object());
                        runForked(others);
                        call();
                        JoulebookBridge.leaveTask(before);
                        call();
                      });
                }));
  }

  private static void runForked(Object task) {
    Object before = JoulebookBridge.enterForked(task);
    call();
    JoulebookBridge.leaveTask(before);
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

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
    within("/a", HandedTasksTest::call);
    call();

    assertThat(routes()).containsExactly("/a", "/context");
  }
}
