package io.joulebook.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final long MILLI = 1_000_000;

  private static TrueCall call(Model model, long begin, long length) {
    return new TrueCall(model, begin, begin + length, 1, 1);
  }

  private static Billed receipt(String model, long begin, long length) {
    return new Billed(model, begin, length, 1, 1, 1, "measured");
  }

  @Test
  void eachReceiptGoesToTheCallThatItIsFor() {
    Random random = new Random(3);
    List<TrueCall> calls = new ArrayList<>();
    List<Billed> receipts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      long begin = i * (3 * MILLI) + random.nextInt((int) MILLI);
      long length = MILLI + random.nextInt((int) (50 * MILLI));
      Model model = random.nextBoolean() ? Model.HEAVY : Model.LIGHT;
      calls.add(call(model, begin, length));
      receipts.add(receipt(model.label(), begin - random.nextInt(200_000), length));
    }
    Collections.shuffle(receipts, random);

    assertThat(Matching.of(calls, receipts))
        .hasSize(2000)
        .allMatch(p -> p.call().end() - p.call().begin() == p.receipt().length())
        .allMatch(p -> p.call().model().label().equals(p.receipt().model()));
  }

  @Test
  void ofTwoThatBeginTogetherTheLengthDecides() {
    List<TrueCall> calls =
        List.of(call(Model.HEAVY, 0, 100 * MILLI), call(Model.HEAVY, 1000, 5 * MILLI));

    assertThat(Matching.of(calls, List.of(receipt("heavy", 100, 5 * MILLI))))
        .singleElement()
        .isEqualTo(new Matching.Pair(calls.get(1), receipt("heavy", 100, 5 * MILLI)));
  }

  @Test
  void whatIsTooFarOffOfAnotherModelOrTakenIsNotMatched() {
    List<TrueCall> calls = List.of(call(Model.HEAVY, 100 * MILLI, MILLI));

    assertThat(Matching.of(calls, List.of(receipt("heavy", 151 * MILLI, MILLI)))).isEmpty();
    assertThat(Matching.of(calls, List.of(receipt("heavy", 49 * MILLI, MILLI)))).isEmpty();
    assertThat(Matching.of(calls, List.of(receipt("light", 100 * MILLI, MILLI)))).isEmpty();
    Billed twice = receipt("heavy", 100 * MILLI, MILLI);
    assertThat(Matching.of(calls, List.of(twice, twice))).hasSize(1);
  }

  @Test
  void oneThatWasHeldUpGetsWhatIsLeftOver() {
    TrueCall near = call(Model.HEAVY, 100 * MILLI, 5 * MILLI);
    TrueCall far = call(Model.HEAVY, 130 * MILLI, 5 * MILLI);
    Billed heldUp = receipt("heavy", 104 * MILLI, 5 * MILLI);
    Billed inTime = receipt("heavy", 101 * MILLI, 9 * MILLI);

    assertThat(Matching.of(List.of(near, far), List.of(heldUp, inTime)))
        .containsExactlyInAnyOrder(new Matching.Pair(near, inTime), new Matching.Pair(far, heldUp));
  }

  @Test
  void aTimeOfDayIsTakenBackByTheAnchorBeforeIt() {
    List<Anchor> anchors = List.of(new Anchor(100, 1_000), new Anchor(200, 1_150));

    assertThat(Anchor.monotonic(anchors, Instant.ofEpochSecond(0, 1_149))).isEqualTo(249);
    assertThat(Anchor.monotonic(anchors, Instant.ofEpochSecond(0, 1_160))).isEqualTo(210);
    assertThat(Anchor.monotonic(anchors, Instant.ofEpochSecond(0, 990))).isEqualTo(90);
  }

  @Test
  void theTroublesOfAPageAreThoseThatHappened() {
    String page =
        """
        # TYPE joulebook_power_errors counter
        joulebook_power_errors_total{reason="counter_reset"} 2.0
        joulebook_power_errors_total{reason="hang"} 0.0
        joulebook_spans_dropped_total{reason="late"} 7
        """;

    assertThat(Health.parse(page)).isEqualTo(Map.of("counter_reset", 2L, "late", 7L));
  }
}
