package io.joulebook.agent.config;

import io.joulebook.agent.instrument.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rules under {@code models}; one that is not right is left out, with a complaint. */
final class ModelRules {
  private static final Set<String> RULE = Set.of("match", "name", "device");
  private static final Set<String> MATCH = Set.of("engine", "path", "class");
  private static final String SHAPE =
      "{match: {engine, path, class}, name, device} with at least one thing to match and a name or device";

  private final List<ModelRule> rules = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();

  private ModelRules() {}

  static ModelRules read(@Nullable Object value) {
    ModelRules read = new ModelRules();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        read.take(list.get(i), i + 1);
      }
    } else {
      read.complaints.add("models must be a list of rules " + SHAPE);
    }
    return read;
  }

  List<ModelRule> rules() {
    return rules;
  }

  List<String> complaints() {
    return complaints;
  }

  private void take(@Nullable Object rule, int number) {
    if (rule instanceof Map<?, ?> map
        && map.get("match") instanceof Map<?, ?> match
        && hasOnly(map, RULE, "match")
        && hasOnly(match, MATCH, "")
        && !match.isEmpty()
        && (map.containsKey("name") || map.containsKey("device"))) {
      add(map, match);
    } else {
      complaints.add("models has a rule that is not " + SHAPE + ": the one in place " + number);
    }
  }

  // Known keys only, and texts but for the one that is a map.
  private static boolean hasOnly(Map<?, ?> map, Set<String> keys, String nested) {
    return map.entrySet().stream()
        .allMatch(
            entry ->
                keys.contains(String.valueOf(entry.getKey()))
                    && (nested.equals(entry.getKey()) || isText(entry.getValue())));
  }

  private static boolean isText(@Nullable Object value) {
    return value != null && !(value instanceof Map) && !(value instanceof List);
  }

  private void add(Map<?, ?> map, Map<?, ?> match) {
    Optional<String> device = text(map, "device");
    if (device.isPresent() && !device.get().equals("cpu") && !Placement.isNames(device.get())) {
      complaints.add("models has device \"" + device.get() + "\"; allowed are " + Placement.NAMES);
      return;
    }
    rules.add(
        new ModelRule(
            text(match, "engine"),
            text(match, "path"),
            text(match, "class"),
            text(map, "name"),
            device));
  }

  private static Optional<String> text(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).map(String::valueOf);
  }
}
