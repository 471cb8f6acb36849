package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.ledger.SettledCall;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that are too many to be told apart are counted all the same, each once. */
class CallOverloadTest {
  private static final int WAIT_FOR_A_RECEIPT = 20_000;

  private final TrackedCalls host;

  CallOverloadTest() throws IOException {
    host = new TrackedCalls();
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void callsThatFindTheirRingFullAreFoldedAndEachIsCountedOnce() {
    for (int i = 0; i < 3_000; i++) {
      host.end(host.begin(host.ranker, 2), i % 3 == 0);
    }
    host.drain();
    host.settleAll();

    assertThat(host.single()).isBetween(1L, 2_999L);
    assertThat(host.single() + host.together()).isEqualTo(3_000);
    assertThat(host.tracker.joined()).isZero();
    assertThat(host.settled)
        .filteredOn(call -> call.attachment().together().isPresent())
        .singleElement()
        .satisfies(
            calls -> {
              OpenCall group = calls.attachment();
              assertThat(group.key.model()).isEqualTo("ranker");
              assertThat(group.size().items()).hasValue(2 * host.together());
              assertThat(group.together().orElseThrow().failed())
                  .isBetween(host.together() / 3 - 1, host.together() / 3 + 1);
            });
  }

  @Test
  void aCallThatBeganInTheRingEndsThoughItHasBecomeFull() {
    long outer = host.begin(host.djl, 1);
    for (int i = 0; i < 2_000; i++) {
      host.call(host.onnxRuntime);
    }
    host.end(outer);
    host.tracker.drain(10);
    host.tracker.drain(20);
    host.settleAll();

    assertThat(host.single()).isEqualTo(1);
    assertThat(host.together()).isZero();
    assertThat(host.tracker.activeAt()).isEqualTo(10);
    assertThat(host.ledger.lateEvents()).isZero();
  }

  /** A driver that hangs: no reading comes, and so many calls have ended. */
  private void letCallsWait(int calls) {
    for (int i = 0; i < calls; i++) {
      host.call(host.ranker);
      if (i % 400 == 399) {
        host.drain();
      }
    }
    host.drain();
  }

  @Test
  void whileADriverHangsTheLastCallsAreCountedTogether() {
    letCallsWait(WAIT_FOR_A_RECEIPT);
    assertThat(host.tracker.joined()).isZero();
    for (int i = 0; i < 10; i++) {
      host.end(host.begin(host.djl, 3), i == 4);
    }
    long acrossTurns = host.begin(host.djl, 3);
    host.drain();
    host.end(acrossTurns);
    host.drain();

    assertThat(host.tracker.joined()).isEqualTo(11);
    host.settleAll();
    host.drain();
    host.settleAll();
    assertThat(host.single()).isEqualTo(WAIT_FOR_A_RECEIPT);
    assertThat(host.together()).isEqualTo(11);
    List<OpenCall> groups =
        host.settled.stream()
            .map(SettledCall::attachment)
            .filter(call -> call.together().isPresent())
            .toList();
    assertThat(groups).allMatch(group -> group.key.engine().equals("djl"));
    assertThat(groups.stream().mapToLong(g -> g.together().orElseThrow().failed()).sum())
        .isEqualTo(1);
    assertThat(groups.stream().mapToLong(g -> g.size().items().orElse(0)).sum()).isEqualTo(33);
    assertThat(host.ledger.unsettled()).isZero();
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void whatOnlyTheEndsTellOfCallsThatAreCountedTogetherIsCounted() {
    letCallsWait(WAIT_FOR_A_RECEIPT);
    ToLongFunction<Object> reader = result -> JoulebookBridge.size(5, 7);
    JoulebookBridge.sizes(new IntFunction[] {number -> reader});
    for (int i = 0; i < 10; i++) {
      host.end(host.begin(host.ranker, JoulebookBridge.UNKNOWN_SIZE), false, "result");
    }
    host.drain();
    host.settleAll();

    assertThat(host.tracker.joined()).isEqualTo(10);
    OpenCall together =
        host.settled.stream()
            .map(SettledCall::attachment)
            .filter(call -> call.together().isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(together.size()).isEqualTo(CallSize.of(50, 70));
  }

  @Test
  void aCallThatBeganBeforeTooManyWaitedHasAReceiptOfItsOwn() throws Exception {
    long before = host.begin(host.djl, 1);
    host.drain();
    Thread other = new Thread(() -> letCallsWait(WAIT_FOR_A_RECEIPT));
    other.start();
    other.join();
    host.end(before);
    host.drain();
    host.settleAll();

    assertThat(host.tracker.joined()).isZero();
    assertThat(host.settled)
        .filteredOn(call -> call.attachment().key.engine().equals("djl"))
        .singleElement()
        .matches(call -> call.attachment().together().isEmpty());
  }

  @Test
  void onceTheDriverAnswersCallsHaveReceiptsAgain() {
    letCallsWait(WAIT_FOR_A_RECEIPT + 5);
    host.settleAll();
    host.drain();
    host.call(host.djl);
    host.drain();
    host.settleAll();

    assertThat(host.tracker.joined()).isEqualTo(5);
    assertThat(host.together()).isEqualTo(5);
    assertThat(host.single()).isEqualTo(WAIT_FOR_A_RECEIPT + 1);
  }
}
