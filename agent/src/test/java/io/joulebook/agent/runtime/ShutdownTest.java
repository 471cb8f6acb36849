package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Times are those that the books tell; the thread that ends the JVM waits for nothing else. */
@Timeout(60)
class ShutdownTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long LONG_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final long now = System.nanoTime();
  private final Shutdown end = new Shutdown(now + SECOND);

  @Test
  void nobodyHasAskedForItAtFirst() {
    assertThat(end.isAsked()).isFalse();
    assertThat(end.isTooLateToLook(now)).isFalse();
    assertThat(end.isTooLateToLook(now + SECOND)).isFalse();
    assertThat(end.isTooLateToLook(now + SECOND + 1)).isTrue();
  }

  @Test
  void theBooksAreWokenOnceTheEndIsAskedForAndItIsOverWhenAllIsSettledAndQuiet() throws Exception {
    boolean[] asked = new boolean[1];
    end.await(
        LONG_MILLIS,
        () -> {
          asked[0] = end.isAsked();
          end.settled();
          end.seen(now + 3_600 * SECOND, now + 3_599 * SECOND);
        });

    assertThat(asked[0]).isTrue();
  }

  @Test
  void callsAreSettledWithoutTheSensorOnlyOnceItIsQuietOrTooLate() throws Exception {
    Shutdown ending = new Shutdown(System.nanoTime());
    long begin = System.nanoTime();
    assertThat(ending.mustSettle(begin + 1_000_000_000, begin)).isFalse(); // nobody has asked
    ending.over();
    ending.await(2_000, () -> {});

    long now = System.nanoTime();
    assertThat(ending.mustSettle(now, now - 99_000_000)).isFalse();
    assertThat(ending.mustSettle(now, now - 100_000_000)).isTrue();
    long late = now + 3_000_000_000L;
    assertThat(ending.mustSettle(late, late)).isTrue();
    assertThat(ending.mustSettle(late + 249_000_000, late + 249_000_000)).isFalse();
    assertThat(ending.mustSettle(late + 250_000_000, late + 250_000_000)).isTrue();
  }

  @Test
  void booksThatAreKeptNoMoreHoldUpNothing() throws Exception {
    end.await(LONG_MILLIS, end::over);

    assertThat(end.isAsked()).isTrue();
  }

  @Test
  void itIsNotOverWhileCallsComeIn() throws Exception {
    AtomicBoolean isQuiet = new AtomicBoolean();
    Thread books =
        new Thread(
            () -> {
              for (int turn = 1; turn <= 20_000; turn++) {
                end.seen(now + turn * SECOND, now + turn * SECOND); // a call in each turn
              }
              isQuiet.set(true);
              end.seen(now + 30_000 * SECOND, now + 20_000 * SECOND);
            });
    end.await(
        LONG_MILLIS,
        () -> {
          end.settled();
          end.seen(now + SECOND, now + SECOND);
          books.start();
        });

    assertThat(isQuiet).isTrue();
    books.join();
  }

  @Test
  void onceAskedForDevicesAreLookedForHalfOfTheTimeAtMost() throws Exception {
    Shutdown patient = new Shutdown(now + 3_600 * SECOND);
    patient.await(0, () -> {});

    assertThat(patient.isTooLateToLook(System.nanoTime() + SECOND)).isTrue();
  }
}
