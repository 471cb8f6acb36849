package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of whose frames their hook reads what they work on, and those that only wait. */
class ReadingTest {
  private static final int SITE = 0;
  private static final int PLAIN = 1;
  private static final int LEAF = 2 | JoulebookBridge.LEAF;
  private static final Object[] ARGUMENTS = {"argument"};

  private long atBegin = JoulebookBridge.size(3);
  private long atEnd;
  private boolean fails;

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void on() {
    Seen.drain();
    JoulebookBridge.renew(0);
    ToLongFunction<Object> sizes = frame -> ((Object[]) frame).length == 2 ? atBegin : atEnd;
    JoulebookBridge.sizes(new IntFunction[] {number -> sizes});
    Function<Object, Object> callees = this::called;
    JoulebookBridge.callees(new Function[] {callees});
    JoulebookBridge.resolver(asked -> asked[1].equals("argument") ? 7 : 8);
    JoulebookBridge.enable(true);
  }

  private Object called(Object frame) {
    if (fails) {
      throw new IllegalStateException("unreadable");
    }
    return ((Object[]) ((Object[]) frame)[1])[0];
  }

  @AfterEach
  void off() {
    JoulebookBridge.enable(false);
    JoulebookBridge.renew(0);
    Seen.drain();
    Seen.folds();
  }

  private static List<Seen> call(boolean failed) {
    long token = JoulebookBridge.enterReading(SITE, "object", ARGUMENTS);
    JoulebookBridge.exitReading(token, failed, "object", ARGUMENTS, "result");
    return Seen.drain();
  }

  private static List<Integer> kinds() {
    return Seen.drain().stream().map(Seen::kind).toList();
  }

  @Test
  void whatIsCalledAndItsSizeAreReadFromTheFrame() {
    List<Seen> seen = call(false);

    assertThat(seen).extracting(Seen::receiver).containsExactly(7, 0);
    assertThat(seen)
        .extracting(Seen::size)
        .containsExactly(JoulebookBridge.size(3), JoulebookBridge.UNKNOWN_SIZE);
  }

  @Test
  void theEndAddsWhatTheBeginCouldNotTell() {
    atEnd = JoulebookBridge.size(0, 40);
    assertThat(call(false).get(1).size()).isEqualTo(JoulebookBridge.size(3, 40));
    atEnd = JoulebookBridge.size(9, 40);
    atBegin = JoulebookBridge.size(0, 5);
    assertThat(call(false).get(1).size()).isEqualTo(JoulebookBridge.size(9, 5));
  }

  @Test
  void whatIsTooLargeToBeCarriedIsNotKnown() {
    assertThat(JoulebookBridge.size(1L << 31)).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    assertThat(JoulebookBridge.size(5, 1L << 31)).isEqualTo(JoulebookBridge.size(5));
    assertThat(JoulebookBridge.size(1L << 32, 7)).isEqualTo(JoulebookBridge.size(0, 7));
  }

  @Test
  void whatOnlyTheEndTellsIsCountedOnceOfCallsThatAreFolded() {
    atEnd = JoulebookBridge.size(9, 40);
    int calls = 2_000;
    for (int i = 0; i < calls; i++) {
      long token = JoulebookBridge.enterReading(SITE, "object", ARGUMENTS);
      JoulebookBridge.exitReading(token, false, "object", ARGUMENTS, "result");
    }
    long told = kinds().stream().filter(kind -> kind == JoulebookBridge.CALL_BEGIN).count();

    assertThat(Seen.folds())
        .singleElement()
        .satisfies(
            fold ->
                assertThat(List.of(fold[2], fold[7], fold[8]))
                    .containsExactly(calls - told, 3 * (calls - told), 40 * (calls - told)));
  }

  @Test
  void aCallThatFailsHasNoResultToBeRead() {
    atEnd = JoulebookBridge.size(9);
    atBegin = JoulebookBridge.UNKNOWN_SIZE;

    assertThat(call(true))
        .extracting(Seen::kind, Seen::size)
        .last()
        .isEqualTo(
            org.assertj.core.groups.Tuple.tuple(
                JoulebookBridge.CALL_FAILED, JoulebookBridge.UNKNOWN_SIZE));
  }

  @Test
  void aReaderThatFailsCostsTheNameOnly() {
    fails = true;

    assertThat(call(false)).extracting(Seen::receiver).containsExactly(0, 0);
  }

  @Test
  void aFrameInsideAnotherIsNeitherReadNorSeen() {
    fails = true;
    long outer = JoulebookBridge.enter(PLAIN, null, null, null, 1);
    long inner = JoulebookBridge.enterReading(SITE, "object", ARGUMENTS);
    JoulebookBridge.exitReading(inner, false, "object", ARGUMENTS, "result");
    JoulebookBridge.exit(outer, false);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
  }

  @Test
  void inACallThatOnlyWaitsEveryMeteredFrameIsWhereItWorks() {
    long waits = JoulebookBridge.enterReading(SITE | JoulebookBridge.WAITS, null, ARGUMENTS);
    long works = JoulebookBridge.enter(PLAIN, null, null, null, 1);
    long engine = JoulebookBridge.enter(LEAF, null, null, null, 1);
    JoulebookBridge.exit(engine, false);
    JoulebookBridge.exit(works, false);
    JoulebookBridge.exitReading(waits, false, null, ARGUMENTS, null);

    assertThat(kinds())
        .containsExactly(
            JoulebookBridge.CALL_BEGIN,
            JoulebookBridge.ENGINE_BEGIN,
            JoulebookBridge.ENGINE_END,
            JoulebookBridge.CALL_END);
  }

  @Test
  void ofACallThatOnlyWaitsNothingNeedBeRead() {
    fails = true;
    long waits = JoulebookBridge.enterReading(SITE | JoulebookBridge.WAITS, null, null);
    JoulebookBridge.exit(JoulebookBridge.enter(PLAIN, null, null, null, 1), false);
    JoulebookBridge.exit(waits, false, "result");

    List<Seen> seen = Seen.drain();
    assertThat(seen).extracting(Seen::kind).contains(JoulebookBridge.ENGINE_BEGIN);
    assertThat(seen.get(0).size()).isEqualTo(JoulebookBridge.size(1));
    assertThat(seen.get(3).size()).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
  }

  @Test
  void theNextCallOfTheThreadDoesNotOnlyWait() {
    long waits = JoulebookBridge.enterReading(SITE | JoulebookBridge.WAITS, null, ARGUMENTS);
    JoulebookBridge.exitReading(waits, false, null, ARGUMENTS, null);
    long call = JoulebookBridge.enter(PLAIN, null, null, null, 1);
    JoulebookBridge.exit(JoulebookBridge.enter(PLAIN, null, null, null, 1), false);
    JoulebookBridge.exit(call, false);

    assertThat(kinds())
        .containsExactly(
            JoulebookBridge.CALL_BEGIN,
            JoulebookBridge.CALL_END,
            JoulebookBridge.CALL_BEGIN,
            JoulebookBridge.CALL_END);
  }
}
