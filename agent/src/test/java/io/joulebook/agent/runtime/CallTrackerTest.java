package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.ledger.Edge;
import io.joulebook.agent.power.PowerEvent;
import io.joulebook.collector.CallKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What host threads note becomes calls in the books. */
class CallTrackerTest {
  private static final Optional<String> ANY = Optional.empty();
  private static final ModelRule ON_CPU =
      new ModelRule(ANY, ANY, ANY, Optional.of("renamed"), Optional.of("cpu"));

  private final TrackedCalls host;

  CallTrackerTest() throws IOException {
    host = new TrackedCalls();
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void aCallHasItsModelItsSizeItsOutcomeAndItsTimes() {
    long before = System.nanoTime();
    host.end(host.begin(host.ranker, JoulebookBridge.size(3, 7)), true);
    long after = System.nanoTime();
    host.drain();
    assertThat(host.settled).isEmpty();
    host.settleAll();

    OpenCall call = host.only();
    assertThat(call.key).isEqualTo(new CallKey("ranker", "custom", "score"));
    assertThat(call.size().items()).hasValue(3);
    assertThat(call.size().inputTokens()).hasValue(7);
    assertThat(host.settled.get(0).failed()).isTrue();
    assertThat(host.settled.get(0).from()).isBetween(before, after);
    assertThat(host.settled.get(0).to()).isBetween(host.settled.get(0).from(), after);
  }

  @Test
  void aCallOfTheHostIsOneCallHoweverManyMeteredMethodsAreBelowIt() {
    long outer = host.begin(host.djl, 2);
    host.call(host.ranker);
    host.call(host.djl);
    host.end(outer);
    host.drain();
    host.settleAll();

    assertThat(host.only().key.engine()).isEqualTo("djl");
    assertThat(host.settled.get(0).failed()).isFalse();
  }

  @Test
  void aCallKeepsTheRouteOfItsRequest() {
    long request = JoulebookBridge.enterRequest(host.ranker, "/embed");
    host.call(host.ranker);
    JoulebookBridge.exitRequest(request);
    host.drain();
    host.settleAll();

    assertThat(host.only().route).hasValue("/embed");
    assertThat(host.only().traceId).isEmpty();
  }

  @Test
  void sessionsAreModelsOfTheirOwnFromWhereverTheyAreCalled() {
    Object first = new Object();
    Object second = new Object();
    for (Object session : new Object[] {first, second, first}) {
      host.end(host.begin(host.onnxRuntime, session, null, 1));
    }
    host.end(host.begin(host.djl, second, null, 1));
    host.drain();
    host.settleAll();

    assertThat(host.settled)
        .extracting(call -> call.attachment().key.model())
        .containsExactly("onnx-1", "onnx-2", "onnx-1", "onnx-2");
    assertThat(host.settled.stream().map(call -> call.attachment().model).distinct()).hasSize(2);
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aSizeThatOnlyTheResultTellsReplacesTheUnknownOne() {
    ToLongFunction<Object> reader =
        seen -> seen.equals("result") ? 5 : JoulebookBridge.UNKNOWN_SIZE;
    IntFunction<ToLongFunction<Object>> ofAll = receiver -> reader;
    JoulebookBridge.sizes(new IntFunction[] {ofAll});
    host.end(host.begin(host.ranker, null, "inputs", 0), false, "result");
    host.call(host.ranker);
    host.drain();
    host.settleAll();

    assertThat(host.settled)
        .extracting(call -> call.attachment().size().items().orElse(0))
        .containsExactly(5L, 1L);
  }

  /** The last piece of a stream is made by another thread, whose lane is read first. */
  @Test
  void anEndThatIsReadBeforeItsBeginIsTakenAfterIt() throws Exception {
    host.call(host.ranker);
    long[] call = new long[1];
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    FutureTask<?> begins =
        new FutureTask<>(
            () -> {
              call[0] = host.nextCall();
              host.begin(host.ranker, 1);
              begun.countDown();
              mayEnd.await(); // a lane is taken away from a thread that has ended
              return null;
            });
    Thread other = new Thread(begins);
    other.start();
    begun.await();
    JoulebookBridge.streamed((s, c) -> null, (stream, piece) -> (long[]) stream, (c, r) -> null);
    long[] end = {call[0], 0, 0, 0, System.nanoTime(), 5, 0, 0, -1, -1, -1, 0, 0};
    JoulebookBridge.piece(end, "the last", true);
    host.drain();
    mayEnd.countDown();
    begins.get();
    host.settleAll();

    assertThat(host.only().tokens(OptionalLong.empty(), 0).output()).hasValue(5);
  }

  @Test
  void aCallThatEndsWhileEdgesAreTakenIsNotLate() {
    long token = host.begin(host.ranker, 1);
    host.drain();
    MeteringLoop.enter(
        () -> {
          host.end(token);
          return List.of(
              new PowerEvent.Changed(
                  TrackedCalls.GPU, new Edge(System.nanoTime(), 5_000_000, 0, 0)));
        },
        host::drain,
        edges ->
            edges.forEach(
                edge -> host.ledger.edge(TrackedCalls.GPU, ((PowerEvent.Changed) edge).edge())));
    host.settleAll();
    host.drain();

    assertThat(host.settled).hasSize(1);
    assertThat(host.ledger.lateEvents()).isZero();
  }

  @Test
  void aCallWithoutDevicesIsSettledAtOnceAndRunsNoLonger() throws IOException {
    try (TrackedCalls cpu = new TrackedCalls(ON_CPU)) {
      cpu.call(cpu.ranker);
      cpu.tracker.drain(10);
      assertThat(cpu.only().key.model()).isEqualTo("renamed");
      assertThat(cpu.settled.get(0).shares()).isEmpty();

      long token = cpu.begin(cpu.ranker, 1);
      cpu.tracker.drain(20);
      cpu.tracker.drain(30);
      assertThat(cpu.tracker.activeAt()).as("it is in flight all the same").isEqualTo(30);
      cpu.end(token);
      cpu.tracker.drain(40);
      cpu.tracker.drain(50);
      assertThat(cpu.tracker.activeAt()).isEqualTo(40);
    }
  }

  @Test
  void anEndThatComesBeforeItsBeginEndsTheCallAsSoonAsItBegins() throws IOException {
    try (TrackedCalls cpu = new TrackedCalls(ON_CPU)) {
      long early = cpu.nextCall();
      cpu.ledger.end(early, System.nanoTime(), true);
      cpu.begin(cpu.ranker, 1);
      cpu.tracker.drain(10);
      cpu.tracker.drain(20);

      assertThat(cpu.settled).hasSize(1);
      assertThat(cpu.settled.get(0).failed()).isTrue();
      assertThat(cpu.settled.get(0).to()).isEqualTo(cpu.settled.get(0).from());
      assertThat(cpu.tracker.activeAt()).isEqualTo(10);
    }
  }

  // ---- what runs

  @Test
  void aCallRunsFromItsBeginToItsEnd() {
    long token = host.begin(host.ranker, 1);
    host.tracker.drain(10);
    host.tracker.drain(20);
    assertThat(host.tracker.activeAt()).isEqualTo(20);
    host.end(token);
    host.tracker.drain(30);
    host.tracker.drain(40);

    assertThat(host.tracker.activeAt()).isEqualTo(30);
  }

  @Test
  void aCallWhoseEndIsNeverSeenRunsUntilItIsSettled() {
    host.begin(host.ranker, 1);
    host.tracker.drain(10);
    host.tracker.drain(20);
    long now = System.nanoTime();
    assertThat(host.ledger.expire(now, now)).isEqualTo(1);
    host.settleAll();
    host.tracker.drain(30);

    assertThat(host.settled.get(0).expired()).isTrue();
    assertThat(host.tracker.activeAt()).isEqualTo(20);
  }

  // ---- engines

  @Test
  void onceItIsKnownThatAnEngineIsInsideOnlyTheEngineRuns() {
    long first = host.begin(host.djl, 1);
    host.call(host.onnxRuntime);
    host.end(first);
    host.tracker.drain(10);

    long second = host.begin(host.djl, 1);
    host.tracker.drain(20);
    host.tracker.drain(30);
    assertThat(host.tracker.activeAt()).as("before the engine").isEqualTo(20);
    long engine = host.begin(host.onnxRuntime, 1);
    host.tracker.drain(40);
    host.tracker.drain(50);
    assertThat(host.tracker.activeAt()).as("in the engine").isEqualTo(50);
    host.end(engine);
    host.tracker.drain(60);
    host.tracker.drain(70);
    assertThat(host.tracker.activeAt()).as("after the engine").isEqualTo(60);
    host.end(second);
    host.drain();
    host.settleAll();

    assertThat(host.settled)
        .extracting(call -> call.attachment().waitsForEngine)
        .containsExactly(false, true);
  }

  @Test
  void theFirstCallAroundAnEngineRunsAsAWhole() {
    long first = host.begin(host.djl, 1);
    host.tracker.drain(10);
    host.call(host.onnxRuntime);
    host.tracker.drain(20);
    host.tracker.drain(30);

    assertThat(host.tracker.activeAt()).isEqualTo(30);
    host.end(first);
  }

  @Test
  void theTokensOfAllItsEngineFramesAreTheCalls() {
    long outer = host.begin(host.djl, 4);
    host.end(host.begin(host.onnxRuntime, JoulebookBridge.size(2, 11)));
    host.end(host.begin(host.onnxRuntime, JoulebookBridge.size(2, 6)));
    host.end(host.begin(host.onnxRuntime, JoulebookBridge.UNKNOWN_SIZE));
    host.end(outer);
    host.drain();
    host.settleAll();

    assertThat(host.only().size().inputTokens()).hasValue(17);
    assertThat(host.only().size().items()).hasValue(4);
  }
}
