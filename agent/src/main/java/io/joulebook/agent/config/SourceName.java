package io.joulebook.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The power sources that can be asked for by name. */
public enum SourceName {
  AUTO,
  NVML,
  RAPL,
  HWMON,
  ESTIMATE,
  SIMULATED,
  NONE;

  static final String ALLOWED =
      "auto or none alone, or one or more of nvml, rapl, hwmon, estimate, simulated with commas";

  static List<SourceName> parse(String text) {
    List<SourceName> names = new ArrayList<>();
    for (String name : text.split(",", -1)) {
      names.add(valueOf(name.trim().toUpperCase(Locale.ROOT)));
    }
    if (names.size() > 1 && (names.contains(AUTO) || names.contains(NONE))) {
      throw new IllegalArgumentException("auto and none stand alone");
    }
    return List.copyOf(names);
  }

  /** As it is written in the configuration. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
