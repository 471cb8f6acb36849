package io.joulebook.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The places that configuration is read from, one over the other. */
final class Layers {
  private static final String FILE = "configuration file";

  /** What a key looks like; other things may be a value that stands where a key belongs. */
  private static final Pattern KEY =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9]{0,20}([._-][a-zA-Z0-9]{1,20}){0,8}");

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
   * @param isShown whether it is what was meant for that key, as far as can be told
   */
  record Found(String text, Origin origin, String place, boolean isShown) {}

  Optional<Found> find(String key) {
    String property = Inputs.PROPERTY_PREFIX + key;
    String variable = Inputs.environmentName(key);
    return found(arguments, key, Origin.ARGUMENT, "agent argument " + key)
        .or(() -> found(inputs.properties(), property, Origin.PROPERTY, "-D" + property))
        .or(() -> found(inputs.environment(), variable, Origin.ENVIRONMENT, variable))
        .or(() -> found(file.values, key, Origin.FILE, "configuration file, " + key));
  }

  private Optional<Found> found(
      Map<String, String> values, String name, Origin origin, String place) {
    return Optional.ofNullable(values.get(name))
        .map(
            text ->
                new Found(
                    text.trim(),
                    origin,
                    place,
                    !MisplacedSecret.mayBeIn(text)
                        && (origin != Origin.FILE || !file.unshown.contains(name))));
  }

  List<String> unknownKeys() {
    List<String> complaints = new ArrayList<>();
    checkArguments(complaints);
    for (String name : inputs.properties().keySet()) {
      check(name.substring(Inputs.PROPERTY_PREFIX.length()), "system property", complaints);
    }
    file.values.keySet().forEach(key -> checkInFile(key, complaints));
    checkEnvironment(complaints);
    return complaints;
  }

  // A comma in a password ends it, and what comes after it may look like a key.
  private void checkArguments(List<String> complaints) {
    boolean isAfterSecret = false;
    for (Map.Entry<String, String> argument : arguments.entrySet()) {
      String key = argument.getKey();
      if (key.isEmpty()) {
        complaints.add(
            beginning(argument.getValue()) + " (agent argument) is not KEY=VALUE: ignored");
      } else if (isAfterSecret && !Keys.names().contains(key)) {
        complaints.add("unknown key (agent argument): ignored" + near(key));
      } else {
        check(key, "agent argument", complaints);
      }
      isAfterSecret |= Keys.isSecret(key);
    }
  }

  private static String beginning(String value) {
    boolean isKey = Keys.names().stream().anyMatch(known -> distance(known, value) <= 2);
    return isKey ? "\"" + value + "\"" : "the beginning";
  }

  /** A key of feeds that is not known may be a secret that stands where a key belongs. */
  private void checkInFile(String key, List<String> complaints) {
    if (Keys.isFeeds(key) && !Keys.names().contains(key)) {
      complaints.add("unknown key (" + FILE + file.at(key) + "): ignored" + near(key));
    } else {
      check(key, FILE, complaints);
    }
  }

  private static void check(String key, String place, List<String> complaints) {
    if (Keys.NOT_YET.contains(key)) {
      complaints.add(key + " (" + place + ") is not supported in this version: ignored");
    } else if (Keys.TREES.contains(key) && !place.equals(FILE)) {
      complaints.add(key + " (" + place + ") may stand in the configuration file only: ignored");
    } else if (!Keys.names().contains(key)) {
      String shown = KEY.matcher(key).matches() ? " \"" + key + "\"" : "";
      complaints.add("unknown key" + shown + " (" + place + "): ignored" + near(key));
    }
  }

  private void checkEnvironment(List<String> complaints) {
    Set<String> known =
        Keys.names().stream().map(Inputs::environmentName).collect(Collectors.toSet());
    for (Map.Entry<String, String> entry : inputs.environment().entrySet()) {
      String variable = entry.getKey();
      if (variable.startsWith(Inputs.ENVIRONMENT_PREFIX)
          && !known.contains(variable)
          && !KubernetesVariable.matches(variable, entry.getValue())) {
        String key = variable.substring(Inputs.ENVIRONMENT_PREFIX.length());
        complaints.add(
            "unknown key \""
                + variable
                + "\" (environment): ignored"
                + near(key.toLowerCase(Locale.ROOT).replace('_', '.')));
      }
    }
  }

  /** The known key that is nearest, by letters, or by its last part where nothing is near. */
  private static String near(String key) {
    return Keys.names().stream()
        .filter(known -> distance(known, key) <= Math.max(1, Math.min(5, key.length() / 2)))
        .min(
            Comparator.comparingInt((String known) -> distance(known, key))
                .thenComparing(known -> known))
        .or(() -> sharing(key))
        .map(known -> "; did you mean " + known + "?")
        .orElse("; docs/configuration.md lists all keys, and doctor shows them");
  }

  private static Optional<String> sharing(String key) {
    Set<String> parts = new HashSet<>(List.of(key.split("[._-]+", -1)));
    return Keys.names().stream()
        .filter(known -> Stream.of(known.split("[.-]", -1)).anyMatch(parts::contains))
        .min(
            Comparator.comparingInt((String known) -> distance(known, key))
                .thenComparing(known -> known));
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
