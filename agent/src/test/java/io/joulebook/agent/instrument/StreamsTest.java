package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call ends with the last piece of its streams. */
class StreamsTest {
  private final Streams streams = new Streams();
  private final Object stream = new Object();

  private static long[] call(long number) {
    return new long[] {number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  }

  private long @Nullable [] made(Object handle, boolean isToken, boolean last) {
    return streams.made(handle, isToken, null, last, false, false);
  }

  private static void assertEnds(long @Nullable [] ended, long call, long pieces, long failed) {
    assertThat(ended).isNotNull();
    assertThat(new long[] {ended[0], ended[5], ended[6]}).containsExactly(call, pieces, failed);
  }

  @Test
  void theLastPieceEndsTheCallAndPiecesWithSomethingInThemAreCounted() {
    assertThat(streams.opened(stream, call(7))).isNull();
    long before = System.nanoTime();
    assertThat(made(stream, false, false)).isNull();
    long[] first = made(stream, true, false);
    assertThat(first).hasSize(2).startsWith(7);
    assertThat(first[1]).isBetween(before, System.nanoTime());
    assertThat(made(stream, true, false)).isNull();
    long[] ended = made(stream, false, true);

    assertEnds(ended, 7, 2, 0);
    assertThat(ended[4]).isBetween(before, System.nanoTime());
    assertThat(made(stream, true, true)).isNull();
  }

  @Test
  void piecesMayComeBeforeTheCallHasReturnedItsStream() {
    assertThat(made(stream, true, false)).isNull();
    assertThat(made(stream, true, true)).isNull();
    long after = System.nanoTime();

    long[] ended = streams.opened(stream, call(7));
    assertEnds(ended, 7, 2, 0);
    assertThat(ended[4]).isLessThanOrEqualTo(after);
  }

  @Test
  void callsThatReturnTheSameObjectAllEndWithIt() {
    assertThat(streams.opened(stream, call(7))).isNull();
    assertThat(streams.opened(stream, call(8))).isNull();
    assertThat(streams.takeAbandoned()).isEmpty();

    assertThat(made(stream, false, true)).startsWith(8);
    assertThat(streams.takeAbandoned())
        .singleElement()
        .satisfies(c -> assertThat(c[0]).isEqualTo(7));
    assertThat(streams.takeAbandoned()).isEmpty();
  }

  @Test
  void whatIsForgottenMayBeTheResultOfTheNextCall() {
    assertThat(streams.opened(stream, call(7))).isNull();
    assertThat(streams.made(stream, false, null, true, false, true)).startsWith(7);

    assertThat(streams.made(stream, false, null, true, true, true))
        .isNull(); // before its call returned
    assertEnds(streams.opened(stream, call(8)), 8, 0, 1);

    assertThat(streams.opened(stream, call(9))).isNull();
    assertEnds(streams.made(stream, false, null, true, false, true), 9, 0, 0);
  }

  @Test
  void aCallWithSeveralStreamsEndsWithTheLastOfThem() {
    Object other = new Object();
    assertThat(made(other, true, true)).isNull();
    assertThat(streams.opened(List.of(stream, other), call(7))).isNull();
    assertEnds(made(stream, true, true), 7, 2, 0);
  }

  @Test
  @Timeout(60)
  void aStreamThatNobodyHasAnyMoreEndsItsCall() {
    Object lost = new Object();
    WeakReference<Object> gone = new WeakReference<>(lost);
    streams.opened(lost, call(7));
    made(lost, true, false);
    assertThat(streams.takeAbandoned()).isEmpty();
    lost = null;
    while (gone.get() != null) {
      System.gc();
    }
    List<long[]> taken = streams.takeAbandoned();
    while (taken.isEmpty()) { // the collector queues it a moment later
      Thread.onSpinWait();
      taken = streams.takeAbandoned();
    }
    assertThat(taken).hasSize(1);
    assertEnds(taken.get(0), 7, 1, 0);
    assertThat(taken.get(0)).as("its end was not seen").endsWith(1);
    assertThat(streams.takeAbandoned()).isEmpty();
  }

  @Test
  void aStreamOfNoCallIsNobodysEnd() {
    assertThat(made(stream, true, true)).isNull();
    assertThat(streams.takeAbandoned()).isEmpty();
  }

  @Test
  void whatTheEngineSaysLastIsTold() {
    streams.opened(stream, call(7));
    streams.made(stream, false, new TokenUsage(20, 5, 0), false, false, false);
    streams.made(stream, true, new TokenUsage(20, 5, 3), false, false, false);

    assertThat(made(stream, true, true)).endsWith(20, 5, 3, 0);
  }

  @Test
  void aFirstPieceThatCameBeforeTheCallReturnedIsToldWithTheStream() {
    long before = System.nanoTime();
    made(stream, true, false);
    long[] call = call(7);
    long after = System.nanoTime();

    assertThat(streams.opened(stream, call)).isNull();
    assertThat(call[7]).isBetween(before, after);
    assertThat(made(stream, true, false)).isNull();
  }

  @Test
  void theOnlyPieceIsTheFirst() {
    streams.opened(stream, call(7));
    long[] ended = made(stream, true, true);

    assertThat(ended[7]).isEqualTo(ended[4]).isPositive();
  }

  @Test
  void whatIsNotToldOfOneStreamIsNotKnownOfAll() {
    Object other = new Object();
    streams.opened(List.of(stream, other), call(7));
    streams.made(stream, true, new TokenUsage(20, -1, 3), true, false, false);
    assertThat(streams.made(other, true, new TokenUsage(30, 2, 4), true, false, false))
        .endsWith(50, -1, 7, 0);
  }
}
