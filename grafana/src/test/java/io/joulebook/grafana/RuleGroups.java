package io.joulebook.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The groups of rules that a test looks at, without the others, which cost promtool time. */
final class RuleGroups {
  private static final Pattern START = Pattern.compile("(?m)^(?=  - name: )");
  private static final Pattern RULE = Pattern.compile("- (?:alert|record): (\\S+)");

  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final Set<String> needed = new LinkedHashSet<>();

  private RuleGroups() throws IOException {
    for (String file : Rule.FILES) {
      String text = Files.readString(Rule.folder().resolve(file));
      groups.put(file, START.splitAsStream(text).skip(1).toList());
    }
  }

  /** Those with a rule that the test names, and those that these in turn take series from. */
  static RuleGroups neededBy(Path test) throws IOException {
    RuleGroups all = new RuleGroups();
    List<String> texts = new ArrayList<>(List.of(Files.readString(test)));
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      all.groups.values().stream()
          .flatMap(List::stream)
          .filter(group -> isNamedIn(text, group) && all.needed.add(group))
          .forEach(texts::add);
    }
    return all;
  }

  private static boolean isNamedIn(String text, String group) {
    return RULE.matcher(group)
        .results()
        .map((MatchResult found) -> found.group(1))
        .anyMatch(text::contains);
  }

  /** What is left of a file. */
  String of(String file) {
    List<String> left = groups.get(file).stream().filter(needed::contains).toList();
    return left.isEmpty() ? "groups: []\n" : "groups:\n" + String.join("", left);
  }
}
