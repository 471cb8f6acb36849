package io.joulebook.agent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.nvml.fake.FakeGpu;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What calls that draw alike are due by the times on their receipts: at each moment an equal part
 * of what the GPU really drew, whatever kept threads from being where they should have been.
 */
final class DueEnergy {
  /** Of one call, in joules: up to its first token, and as a whole. */
  record Due(double untilFirst, double whole) {}

  private record Span(long from, long first, long to) {}

  private DueEnergy() {}

  /** In the order of the receipts. */
  static List<Due> of(FakeGpu gpu, List<String> receipts) throws IOException {
    Instant epoch = Instant.now();
    long now = System.nanoTime();
    List<Span> spans = new ArrayList<>();
    for (String line : receipts) {
      JsonNode entry = new ObjectMapper().readTree(line);
      Instant start = Instant.parse(entry.get("start").textValue());
      long from = now + ChronoUnit.NANOS.between(epoch, start);
      long first = from + entry.get("firstTokenNanos").longValue();
      spans.add(new Span(from, first, from + entry.get("durationNanos").longValue()));
    }
    List<Due> due = new ArrayList<>();
    for (Span span : spans) {
      double untilFirst = between(gpu, spans, span.from, span.first);
      double whole = untilFirst + between(gpu, spans, span.first, span.to);
      due.add(new Due(untilFirst, whole));
    }
    return due;
  }

  // What one of the calls in flight has had.
  private static double between(FakeGpu gpu, List<Span> spans, long from, long to) {
    long[] times =
        spans.stream()
            .flatMapToLong(span -> LongStream.of(span.from, span.to))
            .filter(time -> time > from && time < to)
            .sorted()
            .toArray();
    double joules = 0;
    long last = from;
    for (int i = 0; i <= times.length; i++) {
      long next = i < times.length ? times[i] : to;
      long middle = last + (next - last) / 2;
      long inFlight = spans.stream().filter(s -> s.from <= middle && s.to > middle).count();
      double drawn = (gpu.trueEnergyMicrojoules(next) - gpu.trueEnergyMicrojoules(last)) / 1e6;
      joules += drawn / Math.max(1, inFlight);
      last = next;
    }
    return joules;
  }
}
