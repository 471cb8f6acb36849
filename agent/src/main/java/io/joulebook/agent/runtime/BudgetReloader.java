package io.joulebook.agent.runtime;

import io.joulebook.agent.config.BudgetRules;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.local.InProcessCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of the configuration file: put in force at the start, and again when the file has
 * changed. Budgets that cannot be used are left out at the start; later they leave those in force
 * as they are. One thread at a time.
 *
 * <p>A file that is written in place is empty for a moment, and may stay so if the disk is full. An
 * empty file is therefore no wish to have no budgets, where there are some: {@code budgets: []} is.
 */
final class BudgetReloader {
  private final InProcessCollector collector;
  private final Supplier<Inputs> inputs;
  private final Consumer<String> say;
  private final Optional<Path> path;
  private Optional<State> seen;
  private Optional<State> lastLook;
  private boolean hasBudgets;

  /** What tells one state of the file from the next, without reading it. */
  private record State(Object modified, long size, @Nullable Object key) {
    /** Of no file. */
    static final State NEVER_READ = new State("never read", -1, null);
  }

  private BudgetReloader(
      Settings settings,
      InProcessCollector collector,
      Supplier<Inputs> inputs,
      Consumer<String> say) {
    this.collector = collector;
    this.inputs = inputs;
    this.say = say;
    path = settings.file().flatMap(BudgetReloader::path);
    seen = state();
    lastLook = seen;
  }

  /**
   * Puts the budgets in force.
   *
   * @param settings as they were read a while ago: the file may have changed since
   * @param inputs where the configuration is read from when the file has changed
   * @param complain is told what cannot be used now
   * @param say is told what cannot be used later, and what the budgets in force judge
   */
  static BudgetReloader open(
      Settings settings,
      InProcessCollector collector,
      Supplier<Inputs> inputs,
      Consumer<String> complain,
      Consumer<String> say) {
    BudgetReloader file = new BudgetReloader(settings, collector, inputs, say);
    file.start(settings, complain);
    return file;
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  // The file is read again, after its state was taken, or a change between the first reading and
  // that moment would not be seen until the next. If it is worse by then, the next look will tell.
  private void start(Settings first, Consumer<String> complain) {
    BudgetRules rules = BudgetRules.of(first);
    hasBudgets = !rules.budgets().isEmpty();
    boolean usable = isUsable(first, rules);
    if (path.isPresent()) {
      Settings now = Settings.resolve(inputs.get());
      BudgetRules again = BudgetRules.of(now);
      if (isUsable(now, again)) {
        rules = again;
        usable = true;
      } else if (usable) {
        seen = Optional.of(State.NEVER_READ);
      }
    }
    rules.complaints().forEach(complain);
    putInForce(rules);
    if (first.file().isPresent()) {
      collector.budgetsRead(usable);
    }
  }

  private boolean isUsable(Settings settings, BudgetRules rules) {
    return settings.isFileRead()
        && rules.areRead()
        && rules.complaints().isEmpty()
        && !(settings.isFileEmpty() && hasBudgets);
  }

  private void putInForce(BudgetRules rules) {
    hasBudgets = !rules.budgets().isEmpty();
    rules.remarks().forEach(say);
    collector.budgets(rules.budgets());
  }

  /**
   * Looks whether the file has changed; to be called now and then. A file that still changes from
   * one look to the next is being written: it is read when it has come to rest.
   */
  void look() {
    Optional<State> now = path.isPresent() ? state() : seen;
    boolean atRest = now.equals(lastLook);
    lastLook = now;
    if (atRest && !now.equals(seen)) {
      seen = now;
      reload();
    }
  }

  private void reload() {
    Settings changed = Settings.resolve(inputs.get());
    BudgetRules rules = BudgetRules.of(changed);
    boolean usable = isUsable(changed, rules);
    collector.budgetsRead(usable);
    if (usable) {
      putInForce(rules);
      say.accept("budgets read again: " + rules.budgets().size() + " in force");
    } else {
      rules.complaints().forEach(say);
      changed.complaints().stream().filter(Settings::isOfFile).forEach(say);
      say.accept(
          "the changed configuration file's budgets are not used, those in force stay"
              + (changed.isFileEmpty() ? ": it is empty; to have none, write budgets: []" : ""));
    }
  }

  // A file that is being replaced may be gone for a moment; that is a state as well.
  private Optional<State> state() {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path.orElseThrow(), BasicFileAttributes.class);
      return Optional.of(new State(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException | RuntimeException gone) {
      return Optional.empty();
    }
  }
}
