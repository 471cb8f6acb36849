package io.joulebook.agent.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  final Map<String, Object> trees = new LinkedHashMap<>();
  final List<String> complaints = new ArrayList<>();
  boolean isRead = true;
  boolean isEmpty;

  /** What each complaint about the file begins with. */
  static final String BEGIN = "configuration file ";

  private static final int DEEPEST = 4;

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
      file.isRead = false;
      file.complain("cannot be read (" + e.getMessage() + "): the other settings hold");
    } catch (StackOverflowError e) {
      file.isRead = false;
      file.complain("nests too deeply: the other settings hold");
    } catch (YamlEngineException e) {
      file.isRead = false;
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
      map.forEach((key, value) -> put(String.valueOf(key), value, 0));
    } else if (root == null) {
      isEmpty = true;
    } else {
      isRead = false;
      complain("must be a map of keys to values");
    }
  }

  private void put(String key, @Nullable Object value, int depth) {
    if (key.equals(Keys.MODELS)) {
      ModelRules rules = ModelRules.read(value);
      models.addAll(rules.rules());
      rules.complaints().forEach(this::complain);
    } else if (Keys.TREES.contains(key) && value != null) {
      trees.put(key, value);
    } else if (value instanceof Map<?, ?> nested && !Keys.NOT_YET.contains(key)) {
      putNested(key, nested, depth);
    } else if (value instanceof List<?> list) {
      String between = key.equals(Keys.HOOKS_CUSTOM.key()) ? ";" : ",";
      putText(key, list.stream().map(String::valueOf).collect(Collectors.joining(between)));
    } else if (value != null) {
      putText(key, String.valueOf(value));
    }
  }

  // An anchor may refer to itself, so depth has an end.
  private void putNested(String key, Map<?, ?> nested, int depth) {
    if (depth == DEEPEST) {
      complain("nests keys too deeply at " + key + ": ignored");
    } else {
      nested.forEach((name, inner) -> put(key + "." + name, inner, depth + 1));
    }
  }

  private void putText(String key, String text) {
    String before = values.putIfAbsent(key, text);
    if (before != null) {
      complain("has " + key + " twice: " + before + " holds, " + text + " is ignored");
    }
  }

  private void complain(String what) {
    complaints.add(BEGIN + path + " " + what);
  }
}
