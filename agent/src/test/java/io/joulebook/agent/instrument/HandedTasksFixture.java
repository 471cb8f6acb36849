package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Requests, tasks and calls, as the bridge and the table of tasks see them. */
abstract class HandedTasksFixture {
  static final int SITE = 3;

  final HandedTasks tasks = new HandedTasks();
  boolean goesOn;

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
  static void within(String route, Runnable does) {
    long token = JoulebookBridge.enterRequest(SITE, route);
    try {
      does.run();
    } finally {
      JoulebookBridge.exitRequest(SITE, token, route);
    }
  }

  /** Makes a call as a task does that another thread runs. */
  static void run(Object task) {
    inAnotherThread(
        () -> {
          Object before = JoulebookBridge.enterTask(task);
          call();
          JoulebookBridge.leaveTask(before);
          call();
        });
  }

  static void inAnotherThread(Runnable does) {
    Thread thread = new Thread(does);
    thread.start();
    join(thread);
  }

  static void call() {
    JoulebookBridge.exit(JoulebookBridge.enter(SITE, null, null, null, 1), false);
  }

  static List<@Nullable Object> routes() {
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

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void helping(String route, Object own, Object others) {
    inAnotherThread(
        () ->
            within(
                route,
                () -> {
                  JoulebookBridge.handOver(own, null);
                  inAnotherThread(
                      () -> {
                        Object before = JoulebookBridge.enterTask(own);
                        call();
                        runForked(new Object());
                        runForked(others);
                        call();
                        JoulebookBridge.leaveTask(before);
                        call();
                      });
                }));
  }

  static void runForked(Object task) {
    Object before = JoulebookBridge.enterTask(task);
    call();
    JoulebookBridge.leaveTask(before);
  }

  static void runStage(Object stage) {
    Object before = JoulebookBridge.enterStages();
    JoulebookBridge.enterStage(stage);
    call();
    JoulebookBridge.leaveTask(before);
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
