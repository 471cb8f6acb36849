package io.joulebook.agent.telemetry;

import io.joulebook.collector.metrics.Sample;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * What the host's registry is told of one series. The value stands in a cell, as the bits of a
 * double, and {@link #reading} reads it: both are the JDK's own, so that a registry which outlives
 * the agent's core keeps nothing of it alive, and reading takes no lock and throws nothing.
 *
 * <p>No record: the JDK keeps the record class whose equality it linked last, and so its loader.
 */
final class HostMeter {
  private static final ToDoubleFunction<AtomicLong> READING = makeReading();

  private final Sample series;
  private final AtomicLong cell = new AtomicLong();

  /** A meter of that series, with its value. */
  HostMeter(Sample sample) {
    series = sample;
    set(sample.value());
  }

  boolean isCounter() {
    return series.counter();
  }

  /** The name as {@code /metrics} has it. */
  String name() {
    return series.name();
  }

  String help() {
    return series.help();
  }

  /** The unit; empty if there is none. */
  String unit() {
    return series.unit();
  }

  /** Names and values in turn. */
  List<String> tags() {
    return series.labels();
  }

  /** The bits of the value; the host may keep it weakly. */
  AtomicLong cell() {
    return cell;
  }

  /** Reads the value out of a cell. */
  static ToDoubleFunction<AtomicLong> reading() {
    return READING;
  }

  void set(double value) {
    cell.set(Double.doubleToRawLongBits(value));
  }

  /** The name without what a registry of its own adds: the unit, and {@code total}. */
  String base() {
    String whole = isCounter() ? name().replaceFirst("_total$", "") : name();
    return unit().isEmpty() ? whole : whole.replaceFirst("_" + unit() + "$", "");
  }

  // A lambda would be a class of the core's loader.
  @SuppressWarnings("unchecked")
  private static ToDoubleFunction<AtomicLong> makeReading() {
    try {
      Lookup lookup = MethodHandles.publicLookup();
      MethodHandle bits =
          lookup.findVirtual(AtomicLong.class, "get", MethodType.methodType(long.class));
      MethodHandle value =
          lookup.findStatic(
              Double.class, "longBitsToDouble", MethodType.methodType(double.class, long.class));
      return MethodHandleProxies.asInterfaceInstance(
          ToDoubleFunction.class, MethodHandles.filterReturnValue(bits, value));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
