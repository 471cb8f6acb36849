package io.joulebook.agent.power;

import io.joulebook.agent.ledger.Edge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A counter, read when its edge finder asks for it, by a thread that wakes up a little late. */
final class WatchedCounter {
  static final long MS = 1_000_000L;

  /** An edge, and when the tick that it reports really was. */
  record Placed(Edge edge, long truth) {
    boolean holds() {
      return Math.abs(edge.time() - truth) <= edge.uncertainty();
    }

    long error() {
      return Math.abs(edge.time() - truth);
    }
  }

  final TickingCounter counter;
  final List<PowerEvent> events = new ArrayList<>();
  final List<Placed> placed = new ArrayList<>();
  private final Random random;
  private final CounterEdgeDetector finder;
  private final long wakesWithin;
  private final long callWithin;
  long now;
  int readings;

  WatchedCounter(TickingCounter counter, Optional<Duration> fixed, long seed) {
    this(counter, fixed, seed, 200_000, 150_000);
  }

  WatchedCounter(
      TickingCounter counter, Optional<Duration> fixed, long seed, long wakes, long call) {
    this.counter = counter;
    random = new Random(seed);
    wakesWithin = wakes;
    callWithin = call;
    finder =
        new CounterEdgeDetector(
            "gpu",
            at -> OptionalLong.of(1_000_000),
            events::add,
            at -> Edge.UNKNOWN_STATE,
            fixed,
            random::nextDouble);
  }

  /** Lets it be watched for so long. */
  WatchedCounter run(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      read();
      now = Math.max(now, finder.nextPoll(now));
    }
    return this;
  }

  /** Nobody runs for so long. */
  void sleep(Duration time) {
    now += time.toNanos();
  }

  private void read() {
    long before = now + late();
    long latched = before + (long) (random.nextDouble() * callWithin);
    now = latched + (long) (random.nextDouble() * callWithin);
    readings++;
    int edges = count();
    finder.offer(before, now, new MeterReading.Energy(counter.micros(latched)));
    if (count() > edges && events.get(events.size() - 1) instanceof PowerEvent.Changed changed) {
      placed.add(new Placed(changed.edge(), counter.lastTick(latched)));
    }
  }

  // Now and then the machine is busy.
  private long late() {
    double most = random.nextInt(50) == 0 ? 20 * wakesWithin : wakesWithin;
    return (long) (random.nextDouble() * most);
  }

  private int count() {
    return events.size();
  }

  /** The edges found from now on. */
  void forgetEdges() {
    placed.clear();
    readings = 0;
  }

  boolean locked() {
    return finder.ticks().map(TickEstimate::locked).orElse(false);
  }

  long period() {
    return finder.ticks().map(t -> t.period().toNanos()).orElse(0L);
  }

  long failed(String reason) {
    return events.stream().filter(new PowerEvent.Failed("gpu", reason)::equals).count();
  }

  double shareHeld() {
    return placed.stream().filter(Placed::holds).count() / (double) placed.size();
  }

  long worstUncertainty() {
    return placed.stream().mapToLong(p -> p.edge().uncertainty()).max().orElse(Long.MAX_VALUE);
  }

  double meanUncertainty() {
    return placed.stream().mapToLong(p -> p.edge().uncertainty()).average().orElse(Double.NaN);
  }

  double meanError() {
    return placed.stream().mapToLong(Placed::error).average().orElse(Double.NaN);
  }
}
