package io.joulebook.agent.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
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
  final Set<String> unshown = new HashSet<>();
  final Set<String> ignored = new HashSet<>();
  boolean isRead = true;
  boolean isEmpty;

  /** What each complaint about the file begins with. */
  static final String BEGIN = "configuration file ";

  private static final int DEEPEST = 4;
  private static final String MERGE = "<<";

  private final String path;
  private YamlScan scan = YamlScan.of("");

  private ConfigFile(String path) {
    this.path = path;
  }

  static ConfigFile none() {
    return new ConfigFile("");
  }

  static ConfigFile read(String path, Inputs.FileReader files) {
    ConfigFile file = new ConfigFile(path);
    try {
      String text = files.read(path);
      file.scan = YamlScan.of(text);
      if (file.scan.isTooLarge()) {
        file.isRead = false;
        file.complain("becomes larger than 1 MiB by its aliases (*name): the other settings hold");
      } else {
        file.take(new Load(YamlScan.SETTINGS).loadFromString(text));
      }
    } catch (IOException e) {
      file.isRead = false;
      file.complain("cannot be read" + file.why(e) + ": the other settings hold");
    } catch (StackOverflowError e) {
      file.isRead = false;
      file.complain("nests too deeply: the other settings hold");
    } catch (YamlEngineException e) {
      file.isRead = false;
      // The parser's own message quotes the line, and the line may be a password's.
      String place = YamlMap.place(e);
      file.complain(
          YamlMap.problem(e) + (place.isEmpty() ? ":" : place) + " the other settings hold");
    }
    return file;
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
    if (key.equals(MERGE) || key.endsWith("." + MERGE)) {
      complain("has a merge key (<<)" + at(key) + ", which YAML 1.2 does not know: ignored");
    } else if (Keys.TREES.contains(key) && scan.goesOnAt(key).isPresent()) {
      ignored.add(key);
      complain(
          "has a value in "
              + key
              + " that begins on line "
              + scan.goesOnAt(key).get()
              + " and goes on to the next: is a quote not closed? "
              + key
              + " is ignored");
    } else if (key.equals(Keys.MODELS)) {
      ModelRules rules = ModelRules.read(value);
      models.addAll(rules.rules());
      rules.complaints().forEach(this::complain);
    } else if (Keys.TREES.contains(key) && value != null) {
      trees.put(key, value);
    } else if (Keys.isSecret(key) && (value instanceof Map || value instanceof List)) {
      complain("has " + key + at(key) + ", which must be a single value, in quotes: ignored");
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
      complain("nests keys too deeply" + at(key) + ": ignored");
    } else {
      nested.forEach((name, inner) -> put(key + "." + name, inner, depth + 1));
    }
  }

  private void putText(String key, String text) {
    if (values.putIfAbsent(key, text) != null) {
      complain("has " + (Keys.isFeeds(key) ? "a key" + at(key) : key) + " twice: the first holds");
    }
    if (scan.goesOnAt(key).isPresent()) {
      unshown.add(key);
    }
  }

  /** Where a key stands, as people write it; empty if that is not known. */
  String at(String key) {
    return scan.line(key).map(line -> " on line " + line).orElse("");
  }

  // The message may have the path in it, and where that is a text in place of one, all of it.
  private String why(IOException e) {
    return isPath() ? " (" + e.getMessage() + ")" : "";
  }

  private boolean isPath() {
    return !MisplacedSecret.mayBeIn(path) && path.indexOf('{') < 0 && path.indexOf('\n') < 0;
  }

  private void complain(String what) {
    complaints.add(BEGIN + (isPath() ? path : MisplacedSecret.NOT_SHOWN) + " " + what);
  }
}
