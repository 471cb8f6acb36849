package io.joulebook.agent.cli;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Checks options that are meant for another JVM: keys and values, not whether what they name is
 * there. Exit code 0 if they can be used, else 2, with a line on stderr for each that cannot.
 */
public final class OptionCheck implements ToIntFunction<String[]> {
  /** Created by name from the root tier. */
  public OptionCheck() {}

  @Override
  public int applyAsInt(String[] options) {
    List<String> complaints = complaints(options);
    complaints.forEach(complaint -> System.err.println("joulebook-agent: " + complaint));
    return complaints.isEmpty() ? 0 : 2;
  }

  // A file's path is the other JVM's to resolve.
  private static List<String> complaints(String[] options) {
    List<String> checked = new ArrayList<>(Arrays.asList(options));
    checked.removeIf(option -> option.trim().startsWith("config="));
    Inputs inputs =
        new Inputs(
            String.join(",", checked),
            Map.of(),
            Map.of(),
            path -> {
              throw new java.io.FileNotFoundException(path);
            });
    return Settings.resolve(inputs).complaints();
  }
}
