package io.joulebook.agent.cli;

import java.io.PrintStream;
import java.util.function.UnaryOperator;

/** The lines of {@code doctor}: sections, and what is well in them and what is not. */
final class Checks {
  static final String OK = "ok";
  static final String NO = "no";
  static final String SKIPPED = "-";

  private final PrintStream out;
  private UnaryOperator<String> hiding = UnaryOperator.identity();
  private boolean failed;

  Checks(PrintStream out) {
    this.out = out;
  }

  /** Has each text pass through that before it is printed. */
  void hide(UnaryOperator<String> by) {
    hiding = by;
  }

  void title(String text) {
    out.println();
    out.println(text);
  }

  /**
   * Prints one line.
   *
   * @param mark {@link #OK}, {@link #NO} or {@link #SKIPPED}
   * @param what what was looked at; may be empty
   */
  void line(String mark, String what, String text) {
    failed |= mark.equals(NO);
    out.printf("  %-3s %-10s %s%n", mark, what, hiding.apply(text));
  }

  /** A setting with its value and where that is from. */
  void setting(String key, String value, String origin) {
    out.printf("  %-20s %-28s %s%n", key, value, origin);
  }

  /** Whether a line was marked {@link #NO}. */
  boolean failed() {
    return failed;
  }
}
