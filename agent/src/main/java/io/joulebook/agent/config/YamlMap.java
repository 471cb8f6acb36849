package io.joulebook.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A map of a YAML text that may hold secrets; what is wrong is said by line and column. */
final class YamlMap {
  /** What the parser of YAML says of a second document. */
  private static final String TWO_DOCUMENTS = "expected a single document";

  private final Node node;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(Node key, Node value) {}

  private YamlMap(Node node) throws YamlException {
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw new YamlException(place(node), "must be a map");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new YamlException(place(tuple.getKeyNode()), "must be a key");
      }
      Entry entry = new Entry(key, tuple.getValueNode());
      if (entries.putIfAbsent(key.getValue(), entry) != null) {
        throw new YamlException(place(key), "has a key that stands above already");
      }
    }
  }

  /** The map that a text is. */
  static YamlMap read(String text) throws YamlException {
    try {
      Optional<Node> root = new Compose(YamlScan.SETTINGS).composeString(text);
      return new YamlMap(root.orElseThrow(() -> new YamlException("", "is empty")));
    } catch (StackOverflowError e) {
      throw new YamlException("", "nests too deeply");
    } catch (YamlEngineException e) {
      throw new YamlException(place(e), problem(e));
    }
  }

  /** What may be said of a text that the parser refuses: its own message quotes the text. */
  static String problem(YamlEngineException e) {
    if (e instanceof DuplicateKeyException) {
      return "has a key twice in one map";
    }
    if (e instanceof ComposerException && String.valueOf(e.getMessage()).contains(TWO_DOCUMENTS)) {
      return "holds more than one document: join them, without ---";
    }
    return "is not YAML: put a value with special characters in quotes, and close them;"
        + " indent with spaces";
  }

  /** Where the parser stopped. */
  static String place(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked
        ? marked.getProblemMark().or(marked::getContextMark).map(YamlMap::place).orElse("")
        : "";
  }

  private static String place(Node node) {
    return node.getStartMark().map(YamlMap::place).orElse("");
  }

  private static String place(Mark mark) {
    return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ":";
  }

  /** Refuses keys that are not among these. They are no secrets, unless the file is in disorder. */
  void allow(Set<String> keys) throws YamlException {
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      if (!keys.contains(entry.getKey())) {
        throw new YamlException(
            place(entry.getValue().key),
            named(entry.getKey()) + " is not supported here; supported are " + new TreeSet<>(keys));
      }
    }
  }

  /** A field of the format is named; any other text is not. */
  private static String named(String key) {
    return KNOWN_FIELDS.contains(key) ? key : "a field of another name";
  }

  /** What exporter-toolkit knows and is not served here. */
  private static final List<String> KNOWN_FIELDS =
      List.of(
          "cert",
          "key",
          "client_ca",
          "client_allowed_sans",
          "cipher_suites",
          "curve_preferences",
          "prefer_server_cipher_suites",
          "headers",
          "rate_limit",
          "client_auth_type");

  Set<String> keys() {
    return entries.keySet();
  }

  Optional<YamlMap> map(String key) throws YamlException {
    Entry entry = entries.get(key);
    return entry == null ? Optional.empty() : Optional.of(new YamlMap(entry.value));
  }

  Optional<String> text(String key) throws YamlException {
    Entry entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue().strip());
    }
    throw refused(key, "must be a single value");
  }

  String required(String key) throws YamlException {
    return text(key).orElseThrow(() -> new YamlException(place(node), "lacks " + key));
  }

  YamlException refused(String key, String why) {
    @Nullable Entry entry = entries.get(key);
    return new YamlException(place(entry == null ? node : entry.key), why);
  }

  YamlException refused(String why) {
    return new YamlException(place(node), why);
  }
}
