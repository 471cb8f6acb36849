package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One frame that answers several requests of a server: each is a call. */
class BatchTest {
  private static final int SITE = 0;
  private static final int LEAF = 1 | JoulebookBridge.LEAF;
  private static final Object[] THREE = {"trace", "/a", "one", null, "/b", "two", null, null, null};

  private final List<Object> opened = new ArrayList<>();
  private Object[] found = THREE;
  private Object stream;

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void on() {
    Seen.drain();
    Seen.folds();
    JoulebookBridge.renew(0);
    Function<Object, Object[]> requests = batch -> found;
    Function<Object, Object> streams = result -> stream;
    JoulebookBridge.requests(new Function[] {requests});
    JoulebookBridge.streams(new Function[] {streams});
    JoulebookBridge.streamed(
        (of, call) -> {
          opened.add(of);
          opened.add(call[0]);
          return null;
        },
        (of, piece) -> null,
        (of, result) -> null);
    JoulebookBridge.enable(true);
  }

  @AfterEach
  void off() {
    JoulebookBridge.enable(false);
    JoulebookBridge.renew(0);
    Seen.drain();
    Seen.folds();
  }

  private static List<Seen> of(int kind, List<Seen> seen) {
    return seen.stream().filter(each -> each.kind() == kind).toList();
  }

  @Test
  void eachRequestIsACallWithItsOrigin() {
    long token = JoulebookBridge.enterBatch(SITE, "model", "batch", 3);
    JoulebookBridge.exit(token, false, "result");

    List<Seen> seen = Seen.drain();
    List<Seen> begins = of(JoulebookBridge.CALL_BEGIN, seen);
    assertThat(begins).extracting(Seen::trace).containsExactly("trace", null, null);
    assertThat(begins).extracting(Seen::route).containsExactly("/a", "/b", null);
    assertThat(begins).extracting(Seen::size).containsOnly(JoulebookBridge.size(1));
    assertThat(begins).extracting(Seen::call).doesNotHaveDuplicates();
    assertThat(of(JoulebookBridge.REQUEST_ID, seen))
        .extracting(Seen::trace)
        .containsExactly("one", "two");
    assertThat(of(JoulebookBridge.REQUEST_ID, seen))
        .extracting(Seen::call)
        .containsExactly(begins.get(0).call(), begins.get(1).call());
    assertThat(of(JoulebookBridge.CALL_END, seen))
        .extracting(Seen::call)
        .isEqualTo(begins.stream().map(Seen::call).toList());
  }

  @Test
  void theNextCallHasANumberOfItsOwn() {
    JoulebookBridge.exit(JoulebookBridge.enterBatch(SITE, null, "batch", 3), true);
    JoulebookBridge.exit(JoulebookBridge.enter(SITE, null, null, null, 1), false);

    List<Seen> seen = Seen.drain();
    assertThat(of(JoulebookBridge.CALL_BEGIN, seen))
        .extracting(Seen::call)
        .hasSize(4)
        .doesNotHaveDuplicates();
    assertThat(of(JoulebookBridge.CALL_FAILED, seen)).hasSize(3);
    assertThat(of(JoulebookBridge.CALL_END, seen)).hasSize(1);
  }

  @Test
  void anEngineInsideIsOneOfEachAndItsTokensAreSpread() {
    long token = JoulebookBridge.enterBatch(SITE, null, "batch", 3);
    long engine = JoulebookBridge.enter(LEAF, "session", null, null, JoulebookBridge.size(3, 8));
    JoulebookBridge.exit(engine, false);
    JoulebookBridge.exit(token, false);

    List<Seen> seen = Seen.drain();
    List<Long> calls = of(JoulebookBridge.CALL_BEGIN, seen).stream().map(Seen::call).toList();
    List<Seen> engines = of(JoulebookBridge.ENGINE_BEGIN, seen);
    assertThat(engines).extracting(Seen::call).isEqualTo(calls);
    assertThat(engines)
        .extracting(Seen::size)
        .containsExactly(
            JoulebookBridge.size(0, 3), JoulebookBridge.size(0, 3), JoulebookBridge.size(0, 2));
    assertThat(of(JoulebookBridge.ENGINE_END, seen)).extracting(Seen::call).isEqualTo(calls);
  }

  @Test
  void whereNoRequestIsKnownItIsOneCall() {
    found = null;
    JoulebookBridge.exit(JoulebookBridge.enterBatch(SITE, null, "batch", 3), false);

    List<Seen> seen = Seen.drain();
    assertThat(of(JoulebookBridge.CALL_BEGIN, seen))
        .extracting(Seen::size)
        .containsExactly(JoulebookBridge.size(3));
  }

  @Test
  void eachGoesOnUntilItsOwnStreamHasEnded() {
    stream = Arrays.asList("first", null, "third");
    JoulebookBridge.exit(JoulebookBridge.enterBatch(SITE, null, "batch", 3), false, "result");

    List<Seen> seen = Seen.drain();
    List<Long> calls = of(JoulebookBridge.CALL_BEGIN, seen).stream().map(Seen::call).toList();
    assertThat(of(JoulebookBridge.CALL_END, seen))
        .extracting(Seen::call)
        .containsExactly(calls.get(1));
    assertThat(opened).containsExactly("first", calls.get(0), "third", calls.get(2));
  }

  @Test
  void whatDoesNotFitIsCounted() {
    found = IntStream.range(0, 3 * 400).mapToObj(i -> null).toArray();
    for (int i = 0; i < 5; i++) {
      JoulebookBridge.exit(JoulebookBridge.enterBatch(SITE, null, "batch", 400), false, "result");
    }

    List<Seen> seen = Seen.drain();
    List<long[]> folds = Seen.folds();
    int told = of(JoulebookBridge.CALL_BEGIN, seen).size();
    assertThat(of(JoulebookBridge.CALL_END, seen)).hasSize(told);
    assertThat(folds).hasSize(1);
    assertThat(folds.get(0)[2]).isEqualTo(2_000 - told).isPositive();
    assertThat(folds.get(0)[4]).isEqualTo(2_000 - told);
    assertThat(folds.get(0)[7]).isEqualTo(2_000 - told);
  }
}
