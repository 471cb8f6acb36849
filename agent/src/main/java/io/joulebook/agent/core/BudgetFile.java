package io.joulebook.agent.core;

import io.joulebook.agent.config.BudgetRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.server.InProcessCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of the configuration file: put in force at the start, and again when the file has
 * changed. Budgets that cannot be used are left out at the start; later they leave those in force
 * as they are. One thread at a time.
 */
final class BudgetFile {
  private final InProcessCollector collector;
  private final Supplier<Inputs> inputs;
  private final Consumer<String> say;
  private final Optional<Path> path;
  private @Nullable State seen;
  private @Nullable State lastLook;

  /** What tells one state of the file from the next, without reading it. */
  private record State(Object modified, long size, @Nullable Object key) {}

  private BudgetFile(
      Settings settings,
      InProcessCollector collector,
      Supplier<Inputs> inputs,
      Consumer<String> say) {
    this.collector = collector;
    this.inputs = inputs;
    this.say = say;
    path = settings.file().flatMap(BudgetFile::path);
    seen = state();
    lastLook = seen;
  }

  /**
   * Puts the budgets in force.
   *
   * @param inputs where the configuration is read from when the file has changed
   */
  static BudgetFile open(
      Settings settings,
      InProcessCollector collector,
      Supplier<Inputs> inputs,
      Consumer<String> say) {
    BudgetFile file = new BudgetFile(settings, collector, inputs, say);
    BudgetRules rules = BudgetRules.of(settings);
    rules.complaints().forEach(say);
    collector.budgets(rules.budgets());
    if (settings.file().isPresent()) {
      collector.budgetsRead(settings.isFileRead() && rules.complaints().isEmpty());
    }
    return file;
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Looks whether the file has changed; to be called now and then. A file that still changes from
   * one look to the next is being written: it is read when it has come to rest.
   */
  void look() {
    State now = path.isPresent() ? state() : seen;
    boolean atRest = Objects.equals(now, lastLook);
    lastLook = now;
    if (atRest && !Objects.equals(now, seen)) {
      seen = now;
      reload();
    }
  }

  private void reload() {
    Settings changed = Settings.resolve(inputs.get());
    BudgetRules rules = BudgetRules.of(changed);
    boolean usable = changed.isFileRead() && rules.complaints().isEmpty();
    collector.budgetsRead(usable);
    if (usable) {
      collector.budgets(rules.budgets());
      say.accept("budgets read again: " + rules.budgets().size() + " in force");
    } else {
      rules.complaints().forEach(say);
      changed.complaints().stream().filter(Settings::isOfFile).forEach(say);
      say.accept("the changed configuration file's budgets are not used, those in force stay");
    }
  }

  // A file that is being replaced may be gone for a moment; that is a state as well.
  private @Nullable State state() {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path.orElseThrow(), BasicFileAttributes.class);
      return new State(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException | RuntimeException gone) {
      return null;
    }
  }
}
