package io.joulebook.examples.load;

import java.io.PrintStream;
import java.util.Locale;

/** How far the load is: a bar that is redrawn on a terminal, else a line per tenth. Thread-safe. */
final class Progress {
  private static final int WIDTH = 40;
  private static final int LINES = 10;

  private final PrintStream out;
  private final boolean terminal;
  private final int total;
  private int done;
  private int shown;

  Progress(PrintStream out, boolean terminal, int total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
  }

  synchronized void oneDone() {
    done++;
    int now = (int) ((long) done * (terminal ? WIDTH : LINES) / total);
    if (terminal) {
      out.print("\r  " + bar(now) + count());
      out.print(done == total ? "\n" : "");
      out.flush();
    } else if (now > shown) {
      out.println("  " + count());
    }
    shown = now;
  }

  private static String bar(int filled) {
    return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] ";
  }

  private String count() {
    return String.format(
        Locale.ROOT, "%3d %%  %d of %d requests", 100L * done / total, done, total);
  }
}
