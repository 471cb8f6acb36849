package io.joulebook.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The places that configuration is read from, one over the other. */
final class Layers {
  private static final String FILE = "configuration file";

  private final Map<String, String> arguments;
  private final Inputs inputs;
  private final ConfigFile file;

  Layers(Map<String, String> arguments, Inputs inputs, ConfigFile file) {
    this.arguments = arguments;
    this.inputs = inputs;
    this.file = file;
  }

  /**
   * A text that was found for a key.
   *
   * @param text the text
   * @param origin the kind of place
   * @param place the place as the user wrote it there
   */
  record Found(String text, Origin origin, String place) {}

  Optional<Found> find(String key) {
    String property = Inputs.PROPERTY_PREFIX + key;
    String variable = Inputs.environmentName(key);
    return found(arguments, key, Origin.ARGUMENT, "agent argument " + key)
        .or(() -> found(inputs.properties(), property, Origin.PROPERTY, "-D" + property))
        .or(() -> found(inputs.environment(), variable, Origin.ENVIRONMENT, variable))
        .or(() -> found(file.values, key, Origin.FILE, "configuration file, " + key));
  }

  private static Optional<Found> found(
      Map<String, String> values, String name, Origin origin, String place) {
    return Optional.ofNullable(values.get(name)).map(text -> new Found(text.trim(), origin, place));
  }

  List<String> unknownKeys() {
    List<String> complaints = new ArrayList<>();
    arguments.forEach((key, value) -> checkArgument(key, value, complaints));
    for (String name : inputs.properties().keySet()) {
      check(name.substring(Inputs.PROPERTY_PREFIX.length()), "system property", complaints);
    }
    file.values.keySet().forEach(key -> check(key, FILE, complaints));
    checkEnvironment(complaints);
    return complaints;
  }

  private static void checkArgument(String key, String value, List<String> complaints) {
    if (key.isEmpty()) {
      complaints.add("\"" + value + "\" (agent argument) is not KEY=VALUE: ignored");
    } else {
      check(key, "agent argument", complaints);
    }
  }

  private static void check(String key, String place, List<String> complaints) {
    if (Keys.NOT_YET.contains(key)) {
      complaints.add(key + " (" + place + ") is not supported in this version: ignored");
    } else if (Keys.TREES.contains(key) && !place.equals(FILE)) {
      complaints.add(key + " (" + place + ") may stand in the configuration file only: ignored");
    } else if (!Keys.names().contains(key)) {
      complaints.add("unknown key \"" + key + "\" (" + place + "): ignored" + near(key));
    }
  }

  private void checkEnvironment(List<String> complaints) {
    Set<String> known =
        Keys.names().stream().map(Inputs::environmentName).collect(Collectors.toSet());
    for (String variable : inputs.environment().keySet()) {
      if (variable.startsWith(Inputs.ENVIRONMENT_PREFIX) && !known.contains(variable)) {
        String key = variable.substring(Inputs.ENVIRONMENT_PREFIX.length());
        complaints.add(
            "unknown key \""
                + variable
                + "\" (environment): ignored"
                + near(key.toLowerCase(Locale.ROOT).replace('_', '.')));
      }
    }
  }

  private static String near(String key) {
    return Keys.names().stream()
        .filter(known -> distance(known, key) <= Math.min(3, key.length() / 2))
        .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)))
        .map(known -> "; did you mean " + known + "?")
        .orElse("; known keys: " + String.join(", ", new java.util.TreeSet<>(Keys.names())));
  }

  // Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }
}
