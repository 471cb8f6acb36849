package io.joulebook.benchmarks.device;

import io.joulebook.nvml.NvmlValue;
import java.util.Map;

/** Whether a counter goes on from where it was. */
final class AfterClose {
  private AfterClose() {}

  static Row row(NvmlValue before, NvmlValue after) {
    if (before instanceof NvmlValue.Value was && after instanceof NvmlValue.Value is) {
      boolean goesOn = is.value() >= was.value();
      return Row.measured(
          Figure.COUNTER_AFTER_CLOSE, Map.of("goesOn", goesOn), goesOn ? "goes on" : "begins anew");
    }
    NvmlValue none = before instanceof NvmlValue.Unavailable ? before : after;
    return Row.missing(Figure.COUNTER_AFTER_CLOSE, ((NvmlValue.Unavailable) none).why().message());
  }
}
