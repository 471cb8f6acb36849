package io.joulebook.grafana;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a PromQL expression selects, and how each selection is aggregated. It knows the words of the
 * language, not its grammar: whether an expression is well-formed, Prometheus says.
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"" // a string
              + "|\\{(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^}\"])*}" // matchers
              + "|\\[[^\\]]*]" // a range
              + "|[a-zA-Z_:][\\w:]*"
              + "|[\\d.]+\\w*"
              + "|\\S");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)");
  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "min", "max", "avg", "count", "group", "stddev", "stdvar", "topk", "bottomk");
  private static final Set<String> GROUPINGS = Set.of("by", "without");
  private static final Set<String> MATCHINGS =
      Set.of("on", "ignoring", "group_left", "group_right");
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "unless", "atan2", "bool", "offset", "inf", "nan");

  private final List<String> tokens;
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> functions = new LinkedHashSet<>();
  private final Deque<Opened> open = new ArrayDeque<>();
  private int at;

  /**
   * Series taken from Prometheus.
   *
   * @param series their name
   * @param matchers the labels matched, and what with
   * @param range what stands between brackets, if anything
   * @param function whose argument they are; empty if they are none's
   * @param within the aggregations that they are in, innermost first
   */
  record Selector(
      String series,
      List<Matched> matchers,
      Optional<String> range,
      String function,
      List<Aggregation> within) {
    /** The labels that the innermost aggregation keeps; empty if nothing is aggregated. */
    Optional<Set<String>> by() {
      return within.stream().findFirst().map(Aggregation::by);
    }

    boolean matches(String label, String value) {
      return matchers.contains(new Matched(label, value));
    }
  }

  /** An aggregation, and the labels that it keeps. */
  record Aggregation(String name, Set<String> by) {}

  /** A label and the text that it is matched with. */
  record Matched(String label, String text) {}

  /** A bracket that is open: of which function, if any, and what that keeps if it aggregates. */
  private record Opened(String function, Optional<Set<String>> kept) {
    Stream<Aggregation> aggregation() {
      return kept.stream().map(by -> new Aggregation(function, by));
    }
  }

  private Expression(String text) {
    tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
    while (at < tokens.size()) {
      take(next());
    }
  }

  static Expression of(String text) {
    return new Expression(text);
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** Aggregations called, and functions but those within {@code scalar()}: that shows nothing. */
  Set<String> functions() {
    return functions;
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean isNext(String token) {
    return at < tokens.size() && tokens.get(at).startsWith(token);
  }

  private void take(String token) {
    if (token.equals("(")) {
      open.push(new Opened("", Optional.empty()));
    } else if (token.equals(")")) {
      open.poll();
    } else if (MATCHINGS.contains(token)) {
      list();
    } else if (AGGREGATIONS.contains(token)) {
      aggregation(token);
    } else if (GROUPINGS.contains(token)) {
      throw new IllegalArgumentException("put " + token + " before what is aggregated");
    } else if (isWord(token)) {
      functionOrSelector(token);
    } else if (token.startsWith("{")) {
      named(token);
    }
  }

  // Several series at once have their names among the matchers.
  private void named(String braces) {
    List<Matched> matchers = matchers(braces);
    Optional<Matched> name = matchers.stream().filter(m -> m.label().equals("__name__")).findAny();
    if (name.isEmpty()) {
      throw new IllegalArgumentException("series without a name: " + braces);
    }
    List<Matched> others = matchers.stream().filter(m -> !m.equals(name.get())).toList();
    for (String series : name.get().text().split("\\|", -1)) {
      selectors.add(new Selector(series, others, Optional.empty(), "", List.of()));
    }
  }

  private static boolean isWord(String token) {
    return Character.isLetter(token.charAt(0)) && !OPERATORS.contains(token);
  }

  private void aggregation(String name) {
    functions.add(name);
    Set<String> kept = new LinkedHashSet<>();
    if (at < tokens.size() && GROUPINGS.contains(tokens.get(at))) {
      requireBy(next());
      kept.addAll(list());
    }
    open(name, Optional.of(kept));
  }

  private static void requireBy(String grouping) {
    if (!grouping.equals("by")) {
      throw new IllegalArgumentException("say what is kept (by), not what is not: " + grouping);
    }
  }

  private void open(String function, Optional<Set<String>> kept) {
    if (!isNext("(")) {
      throw new IllegalArgumentException("no ( after " + tokens.get(at - 1));
    }
    at++;
    open.push(new Opened(function, kept));
  }

  private void functionOrSelector(String word) {
    if (isNext("(")) {
      if (open.stream().noneMatch(one -> one.function().equals("scalar"))) {
        functions.add(word);
      }
      open(word, Optional.empty());
    } else {
      selector(word);
    }
  }

  private void selector(String series) {
    List<Matched> matchers = isNext("{") ? matchers(next()) : List.of();
    Optional<String> range =
        isNext("[") ? Optional.of(next().replaceAll("[\\[\\]]", "")) : Optional.empty();
    String function = open.isEmpty() ? "" : open.peek().function();
    List<Aggregation> within = open.stream().flatMap(Opened::aggregation).toList();
    selectors.add(new Selector(series, matchers, range, function, within));
  }

  private static List<Matched> matchers(String braces) {
    return MATCHER
        .matcher(braces)
        .results()
        .map(found -> new Matched(found.group(1), found.group(2)))
        .toList();
  }

  private List<String> list() {
    List<String> names = new ArrayList<>();
    if (isNext("(")) {
      at++;
      while (!isNext(")")) {
        names.add(next());
      }
      at++;
    }
    names.removeIf(","::equals);
    return names;
  }
}
