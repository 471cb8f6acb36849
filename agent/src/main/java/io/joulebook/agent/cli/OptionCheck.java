package io.joulebook.agent.cli;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Checks options that are meant for another JVM: keys and values, not whether what they name is
 * there. Exit code 0 if they can be used, else 2, with a line on stderr for each that cannot.
 */
public final class OptionCheck implements ToIntFunction<String[]> {
  /** Created by name from the root tier. */
  public OptionCheck() {}

  /** Checks the first text, and makes its paths absolute: the other JVM runs in another folder. */
  @Override
  public int applyAsInt(String[] options) {
    Inputs inputs = inputs(options[0]);
    List<String> complaints = Settings.resolve(withoutFile(inputs)).complaints();
    complaints.forEach(complaint -> System.err.println("joulebook-agent: " + complaint));
    options[0] = complaints.isEmpty() ? joined(inputs.argumentPairs()) : options[0];
    return complaints.isEmpty() ? 0 : 2;
  }

  private static Inputs inputs(String options) {
    return new Inputs(
        options,
        Map.of(),
        Map.of(),
        path -> {
          throw new FileNotFoundException(path);
        });
  }

  // Whether the other JVM can read the file is not known here: it says so itself.
  private static Inputs withoutFile(Inputs inputs) {
    Map<String, String> pairs = inputs.argumentPairs();
    pairs.remove(Keys.FILE);
    return inputs(text(pairs));
  }

  private static String joined(Map<String, String> pairs) {
    pairs.replaceAll((key, value) -> isPath(key, value) ? absolute(value) : value);
    return text(pairs);
  }

  private static String text(Map<String, String> pairs) {
    return pairs.entrySet().stream()
        .map(pair -> pair.getKey().isEmpty() ? pair.getValue() : pair.toString())
        .collect(Collectors.joining(","));
  }

  // The dynamic loader searches for a library by its name, and takes what has a slash for a path.
  private static boolean isPath(String key, String value) {
    return !value.isEmpty()
        && (Keys.isPath(key) || (key.equals(Keys.NVML_LIBRARY.key()) && value.contains("/")));
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }
}
