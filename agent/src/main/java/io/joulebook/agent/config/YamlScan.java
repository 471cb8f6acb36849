package io.joulebook.agent.config;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where the keys of a YAML text stand, and which values go on over more than one line: there a
 * quote was perhaps not closed, and a value of one key holds what was meant for others.
 */
final class YamlScan {
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, Integer> goingOn = new TreeMap<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlScan() {}

  static YamlScan of(String text) {
    YamlScan scan = new YamlScan();
    new Compose(LoadSettings.builder().build())
        .composeString(text)
        .ifPresent(root -> scan.walk("", root));
    return scan;
  }

  private void walk(String key, Node node) {
    if (!seen.add(node)) {
      return;
    }
    if (node instanceof MappingNode map) {
      map.getValue().forEach(tuple -> walk(key, tuple));
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(element -> walk(key, element));
    } else if (node instanceof ScalarNode scalar) {
      note(key, scalar);
    }
  }

  private void walk(String parent, NodeTuple tuple) {
    String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    String key = parent.isEmpty() ? name : parent + "." + name;
    line(tuple.getKeyNode().getStartMark()).ifPresent(line -> lines.putIfAbsent(key, line));
    walk(key, tuple.getKeyNode());
    walk(key, tuple.getValueNode());
  }

  private void note(String key, ScalarNode scalar) {
    ScalarStyle style = scalar.getScalarStyle();
    Optional<Integer> from = line(scalar.getStartMark());
    boolean meant = style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    if (!meant && !from.equals(line(scalar.getEndMark()))) {
      goingOn.putIfAbsent(key, from.orElse(1));
    }
  }

  private static Optional<Integer> line(Optional<Mark> mark) {
    return mark.map(at -> at.getLine() + 1);
  }

  /** The line that a key, its parents before it with dots, stands on; empty if it is not there. */
  Optional<Integer> line(String key) {
    return Optional.ofNullable(lines.get(key));
  }

  /** The line where a value of that key, or of one below it, begins and goes on to the next. */
  Optional<Integer> goesOnAt(String key) {
    return goingOn.entrySet().stream()
        .filter(found -> found.getKey().equals(key) || found.getKey().startsWith(key + "."))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
