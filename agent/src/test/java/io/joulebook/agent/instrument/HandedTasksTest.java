package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Tasks belong to the request that has handed them over, or to nobody where that is not clear. */
class HandedTasksTest extends HandedTasksFixture {

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
    within("/a", () -> JoulebookBridge.handOver(task, task));
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

  @Test
  void aTaskOfARequestThatGoesOnHasItsRoute() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    run(task);

    assertThat(routes()).containsExactly("/a", null);
  }

  @Test
  void aTaskOfARequestThatHasBeenAnsweredMeanwhileHasNoRoute() {
    Object task = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    goesOn = false;
    run(task);

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void aTaskThatHandsOverItsLikeMayEmptyAQueueOfOthers() {
    Object first = new Object();
    Object next = new Object();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(first, null));
    inAnotherThread(
        () -> {
          JoulebookBridge.take(first);
          Object before = JoulebookBridge.enterTask("another");
          JoulebookBridge.leaveTask(before);
          JoulebookBridge.handOver(next, null);
        });
    run(next);

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void aTaskThatBelongsToNobodyStaysSoHoweverManyComeAfterIt() {
    Object task = new Object();
    List<Object> many = new ArrayList<>();
    goesOn = true;
    within("/a", () -> JoulebookBridge.handOver(task, null));
    within("/b", () -> JoulebookBridge.handOver(task, null));
    within(
        "/c",
        () -> {
          for (int i = 0; i < 3 * HandedTasks.SLOTS; i++) {
            many.add(new Object());
            JoulebookBridge.handOver(many.get(i), null);
          }
        });
    within("/b", () -> JoulebookBridge.handOver(task, null));
    run(task);

    assertThat(routes()).containsOnlyNulls().hasSize(2);
  }

  @Test
  void whatATaskHandsOverBelongsToTheRequestToo() {
    Object outer = new Object();
    Object inner = "another class";
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
}
