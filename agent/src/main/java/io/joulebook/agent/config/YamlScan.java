package io.joulebook.agent.config;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  /** The library bounds the number of aliases, not what they become: see {@link #isTooLarge}. */
  static final LoadSettings SETTINGS =
      LoadSettings.builder().setMaxAliasesForCollections(Integer.MAX_VALUE).build();

  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Map<String, Integer> goingOn = new TreeMap<>();
  private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
  private long size;

  private YamlScan() {}

  static YamlScan of(String text) {
    YamlScan scan = new YamlScan();
    new Compose(SETTINGS).composeString(text).ifPresent(root -> scan.size = scan.walk("", root));
    return scan;
  }

  /** Whether the text becomes too large once each alias is what it stands for. */
  boolean isTooLarge() {
    return size > TextFile.MAX_BYTES;
  }

  /** Notes what is there, and gives its size with each alias as what it stands for. */
  private long walk(String key, Node node) {
    Long known = sizes.putIfAbsent(node, 0L); // an alias of what it is in has no size
    if (known != null) {
      return known;
    }
    long found = 1;
    if (node instanceof MappingNode map) {
      for (NodeTuple tuple : map.getValue()) {
        found += walk(key, tuple);
      }
    } else if (node instanceof SequenceNode list) {
      for (Node element : list.getValue()) {
        found += walk(key, element);
      }
    } else if (node instanceof ScalarNode scalar) {
      found += scalar.getValue().length();
      note(key, scalar);
    }
    found = Math.min(found, TextFile.MAX_BYTES + 1L); // sums of it stay within a long
    sizes.put(node, found);
    return found;
  }

  private long walk(String parent, NodeTuple tuple) {
    String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    String key = parent.isEmpty() ? name : parent + "." + name;
    line(tuple.getKeyNode().getStartMark()).ifPresent(line -> lines.putIfAbsent(key, line));
    return walk(key, tuple.getKeyNode()) + walk(key, tuple.getValueNode());
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
