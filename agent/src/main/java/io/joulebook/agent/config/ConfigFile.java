package io.joulebook.agent.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The YAML file that {@code joulebook.config} names. Keys may be written with dots or nested; lists
 * become values with commas (hooks: semicolons) between them. YAML 1.2: {@code NO} is a text.
 */
final class ConfigFile {
  final Map<String, String> values = new LinkedHashMap<>();
  final List<ModelRule> models = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  private final String path;

  private ConfigFile(String path) {
    this.path = path;
  }

  static ConfigFile none() {
    return new ConfigFile("");
  }

  static ConfigFile read(String path, Inputs.FileReader files) {
    ConfigFile file = new ConfigFile(path);
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(path).build();
      file.take(new Load(settings).loadFromString(files.read(path)));
    } catch (IOException e) {
      file.complain("cannot be read (" + e.getMessage() + "): the other settings hold");
    } catch (YamlEngineException e) {
      file.complain("is not YAML (" + firstLines(e) + "): the other settings hold");
    }
    return file;
  }

  private static String firstLines(YamlEngineException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  private void take(@Nullable Object root) {
    if (root instanceof Map<?, ?> map) {
      map.forEach((key, value) -> put(String.valueOf(key), value));
    } else if (root != null) {
      complain("must be a map of keys to values");
    }
  }

  private void put(String key, @Nullable Object value) {
    if (key.equals(Keys.MODELS)) {
      takeModels(value);
    } else if (value instanceof Map<?, ?> nested && !Keys.NOT_YET.contains(key)) {
      nested.forEach((name, inner) -> put(key + "." + name, inner));
    } else if (value instanceof List<?> list) {
      String between = key.equals(Keys.HOOKS_CUSTOM.key()) ? ";" : ",";
      values.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(between)));
    } else if (value != null) {
      values.put(key, String.valueOf(value));
    }
  }

  private void takeModels(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      complain("models must be a list of rules {match: {engine, path, class}, name, device}");
      return;
    }
    for (Object rule : list) {
      takeModel(rule);
    }
  }

  private void takeModel(@Nullable Object rule) {
    if (rule instanceof Map<?, ?> map && map.get("match") instanceof Map<?, ?> match) {
      models.add(
          new ModelRule(
              text(match, "engine"),
              text(match, "path"),
              text(match, "class"),
              text(map, "name"),
              text(map, "device")));
    } else {
      complain("models has a rule that is not {match: {…}, name: …}: " + rule);
    }
  }

  private static Optional<String> text(Map<?, ?> map, String key) {
    return Optional.ofNullable(map.get(key)).map(String::valueOf);
  }

  private void complain(String what) {
    complaints.add("configuration file " + path + " " + what);
  }
}
