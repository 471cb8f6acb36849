package io.joulebook.benchmarks.device;

import io.joulebook.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** When samples of processes' utilisation come, and how old they are by then. */
final class ProcessSamples {
  private final long own;
  private final Map<Long, Long> latest = new HashMap<>();
  private final List<Long> ages = new ArrayList<>();
  private final List<Long> gaps = new ArrayList<>();
  private NvmlReturn answer = NvmlReturn.Code.NO_DATA;
  private boolean sawOwn;

  /**
   * None yet.
   *
   * @param own this process's id
   */
  ProcessSamples(long own) {
    this.own = own;
  }

  /** Takes what was told at a wall time in microseconds. */
  void take(StateCalls.Samples told, long nowMicros) {
    if (answer != NvmlReturn.Code.SUCCESS) {
      answer = told.answer();
    }
    for (StateCalls.Sample sample : told.all()) {
      sawOwn |= sample.process() == own;
      Long before = latest.get(sample.process());
      if (before == null || before < sample.timeMicros()) {
        latest.put(sample.process(), sample.timeMicros());
        ages.add(nowMicros - sample.timeMicros());
      }
      if (before != null && before < sample.timeMicros()) {
        gaps.add(sample.timeMicros() - before);
      }
    }
  }

  boolean isEmpty() {
    return gaps.isEmpty();
  }

  /** How the driver answered: success once it has told anything. */
  NvmlReturn answer() {
    return answer;
  }

  Row row() {
    double gap = Row.round(median(gaps) / 1e3);
    double age = Row.round(median(ages) / 1e3);
    return Row.measured(
        Figure.PROCESS_UTILIZATION,
        Map.of("everyMs", gap, "ageMs", age, "ownProcessSeen", sawOwn),
        String.format(Locale.ROOT, "%.0f ms, %.0f ms", gap, age)
            + (sawOwn ? "" : "; this process is not told by its own id"));
  }

  private static double median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
  }
}
