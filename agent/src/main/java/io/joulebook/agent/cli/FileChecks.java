package io.joulebook.agent.cli;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Setting;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.DiskCheck;
import io.joulebook.collector.receiptlog.ReceiptFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Whether what is to be written to disk can be. */
final class FileChecks {
  private static final String FOLDER = "a folder that this user can write to or make";

  private final Settings settings;
  private final Checks checks;

  FileChecks(Settings settings, Checks checks) {
    this.settings = settings;
    this.checks = checks;
  }

  /** Fails if a path cannot be used; the message says why. */
  private interface PathCheck {
    void check(Path path) throws IOException;
  }

  void print() {
    checks.title("Files");
    file(
        Keys.RECEIPTS_FILE,
        "a file that this user can write to, in a folder that is there",
        ReceiptFile::check);
    file(Keys.GRID_HISTORY, FOLDER, DiskCheck::folder);
    file(Keys.SHARED_PATH, FOLDER, DiskCheck::folder);
  }

  // What is not shown of a path is not shown by the reason either.
  private void file(Setting<String> key, String allowed, PathCheck check) {
    String path = settings.get(key).orElse("");
    String shown = settings.text(key).orElse("");
    if (path.isEmpty()) {
      checks.line(Checks.SKIPPED, key.key(), "unset");
      return;
    }
    try {
      check.check(Path.of(path));
      checks.line(Checks.OK, key.key(), shown + " can be written");
    } catch (IOException e) {
      String why = shown.equals(path) ? " (" + DiskCheck.why(e) + ")" : "";
      checks.line(
          Checks.NO, key.key(), shown + " cannot be written" + why + ": it must be " + allowed);
    } catch (InvalidPathException e) {
      checks.line(Checks.NO, key.key(), "no path: it must be " + allowed);
    }
  }
}
