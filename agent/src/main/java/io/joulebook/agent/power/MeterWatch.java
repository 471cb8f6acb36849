package io.joulebook.agent.power;

import io.joulebook.collector.Device;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A meter, what its readings become, and when it is due. Used by the meter's thread. */
final class MeterWatch {
  /** A device that has not answered for so long is said to fail. */
  private static final long FAILING = Duration.ofSeconds(2).toNanos();

  private final Meter meter;
  private final Consumer<Remark> say;
  private CounterEdgeDetector edges;
  private Device device;
  private long due;
  private long answeredAt;
  private boolean failing;
  private long rightAt;
  private boolean saidWrong;

  MeterWatch(
      Meter meter, Function<Meter, CounterEdgeDetector> edges, Consumer<Remark> say, long now) {
    this.meter = meter;
    this.say = say;
    this.edges = edges.apply(meter);
    device = meter.device();
    due = now;
    answeredAt = now;
    rightAt = now;
  }

  Meter meter() {
    return meter;
  }

  long due() {
    return due;
  }

  void due(long at) {
    due = at;
  }

  /** Begins anew if the meter reads another kind of sensor than before. */
  void refresh(Function<Meter, CounterEdgeDetector> anew) {
    if (!device.equals(meter.device())) {
      say.accept(
          new Remark(
              "sensor of " + device.id(),
              name()
                  + " is read by its "
                  + meter.device().source().label()
                  + " from now on, no longer by "
                  + device.source().label()));
      device = meter.device();
      edges = anew.apply(meter);
    }
  }

  /** Takes a reading, and gives when the next is due. */
  long offer(long before, long after, MeterReading sample) {
    tell(after, sample);
    edges.offer(before, after, sample);
    tellWrong(after);
    return edges.nextPoll(after);
  }

  // What it answers may be no energy all the same.
  private void tellWrong(long now) {
    String wrong = edges.wrong();
    if (wrong.isEmpty()) {
      rightAt = now;
    }
    if (wrong.isEmpty() == saidWrong && (wrong.isEmpty() || now - rightAt > FAILING)) {
      saidWrong = !wrong.isEmpty();
      say.accept(
          new Remark(
              "readings of " + device.id(),
              saidWrong
                  ? name()
                      + " is read, but "
                      + wrong
                      + ": calls are counted, its energy of this time is unknown"
                  : name() + " tells energy again"));
    }
  }

  private void tell(long now, MeterReading sample) {
    if (!(sample instanceof MeterReading.Unavailable none)) {
      if (failing) {
        failing = false;
        say.accept(new Remark(device.id(), name() + " is read again"));
      }
      answeredAt = now;
    } else if (!failing && now - answeredAt > FAILING) {
      failing = true;
      say.accept(
          new Remark(
              device.id(),
              name()
                  + " cannot be read: "
                  + meter.explain(none.reason())
                  + "; calls are counted, its energy of this time is unknown, and it is asked"
                  + " again"));
    }
  }

  private String name() {
    return meter.name() + " (" + device.id() + ")";
  }

  /** Whether it has not answered for a while. */
  boolean isFailing(long now) {
    return now - answeredAt > FAILING;
  }

  Optional<TickEstimate> ticks() {
    return edges.ticks();
  }

  /** The longest time between two readings, as it is now. */
  long pause() {
    return edges.pause();
  }
}
