package io.joulebook.collector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedSchedulerThreadTest {
  private final OneFeed feed = new OneFeed(OneFeed.facts(Duration.ofHours(1), Duration.ZERO, true));
  private final CountDownLatch learned = new CountDownLatch(1);
  private final CountDownLatch ticked = new CountDownLatch(2);

  private final FeedScheduler.Listener listener =
      new FeedScheduler.Listener() {
        @Override
        public void learned(List<IntensityRecord> records) {
          learned.countDown();
        }

        @Override
        public void tick(Instant now) {
          ticked.countDown();
          throw new IllegalStateException("the tick is broken");
        }
      };

  private FeedScheduler start() {
    return FeedScheduler.start(List.of(feed.watched()), InstantSource.system(), listener);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("joulebook-feeds"))
        .toList();
  }

  @Test
  void oneDaemonThreadAsksTicksAndEndsWithTheWatch() throws InterruptedException {
    feed.answer = (from, to) -> OneFeed.answered(RecordKind.ACTUAL, from, 40);
    try (FeedScheduler watch = start()) {
      learned.await();
      ticked.await();
      assertThat(threads())
          .singleElement()
          .matches(Thread::isDaemon)
          .matches(thread -> thread.getContextClassLoader() == null);
      assertThat(watch.status().get(0).requests()).containsEntry("ok", 1L);
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void nobodyIsToldWhatArrivesAfterTheClosing() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    feed.answer =
        (from, to) -> {
          asked.countDown();
          await(answers);
          return OneFeed.answered(RecordKind.ACTUAL, from, 40);
        };
    FeedScheduler watch = start();
    asked.await();
    watch.close();
    List<Thread> threads = threads();
    answers.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(learned.getCount()).isEqualTo(1);
    assertThat(ticked.getCount()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
