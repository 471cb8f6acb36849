package io.joulebook.benchmarks.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model that the workload serves; the agent meters each under its own name. */
enum Model {
  HEAVY,
  LIGHT,
  FIRST,
  SECOND,
  BOTH;

  /** The indexes of the GPUs that each of its calls runs on. */
  List<Integer> gpus() {
    return switch (this) {
      case HEAVY, LIGHT, FIRST -> List.of(0);
      case SECOND -> List.of(1);
      case BOTH -> List.of(0, 1);
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value of {@code hooks.custom} that meters all of them. */
  static String hooks() {
    return Arrays.stream(values())
        .map(model -> Served.class.getName() + "#" + model.label() + "=" + model.label())
        .collect(Collectors.joining(";"));
  }
}
