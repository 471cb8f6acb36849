package io.joulebook.collector.history;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.DiskCheck;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.Zone;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The history on disk: lines are appended and nothing is ever changed or removed, but for the torn
 * end that a crash left of a line.
 *
 * <p>One JVM at a time writes to a folder; a second one takes over when the first has ended. Until
 * then, or while the disk is full or the folder cannot be written to, nothing but durability
 * suffers: lines are kept in memory, ten thousand at most, and written once that is possible. One
 * thread appends; {@link #isOnDisk} and {@link #errors} are safe for any.
 */
public final class History implements AutoCloseable {
  private static final int MOST_UNSAVED = 10_000;
  private static final String LOCKED = "locked";

  /** What the folder has to be, for messages. */
  public static final String ALLOWED = "a folder that this user can write to or make";

  private final Optional<ConfiguredPath> configured;
  private final Optional<Path> folder;
  private final Optional<HistoryWriter> writer;
  private final Consumer<String> say;
  private final Map<String, Long> errors = new ConcurrentHashMap<>();
  private final Deque<Entry> unsaved = new ArrayDeque<>();
  private @Nullable FileChannel lockFile;
  private @Nullable FileLock lock;
  private volatile boolean onDisk;
  private boolean waitingTaken;
  private boolean waitingSaid;

  private History(Optional<ConfiguredPath> configured, Consumer<String> say) {
    this.configured = configured;
    folder = configured.map(ConfiguredPath::path);
    this.say = say;
    writer = folder.map(each -> new HistoryWriter(each, () -> count("truncated", 1L)));
  }

  /** A history that is in memory alone. */
  public static History inMemory() {
    return new History(Optional.empty(), line -> {});
  }

  /**
   * Opens the history in a folder, which is made if need be, and gives out what it has to tell.
   *
   * @param since lines from the month of this time on are given out
   * @param say is told, in one line, if the folder cannot be used
   */
  public static History open(
      ConfiguredPath configured, Instant since, Consumer<Entry> take, Consumer<String> say) {
    History history = new History(Optional.of(configured), say);
    Path folder = configured.path();
    try {
      HistoryFile.makeFolder(folder);
      HistoryReader.read(folder, since, take, history::unreadable).forEach(history::count);
      history.lock(folder);
    } catch (IOException | RuntimeException e) {
      history.failed(e);
    }
    return history;
  }

  private void unreadable(Path file, IOException why) {
    say.accept(
        "grid.history: cannot read "
            + file
            + " ("
            + why(why)
            + "): what it tells is not known to this JVM");
  }

  private void lock(Path folder) throws IOException {
    FileChannel file = lockFile;
    if (file == null) {
      file =
          FileChannel.open(
              HistoryFile.regular(folder.resolve("history.lock")),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      // Stays open: closing it would give up the lock of another history of this JVM.
      lockFile = file;
    }
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException anotherInThisJvm) {
      lock = null;
    }
    onDisk = lock != null;
    sayWhoWrites(folder);
  }

  private void sayWhoWrites(Path folder) {
    boolean waited = errors.containsKey(LOCKED);
    if (!onDisk && !waited) {
      count(LOCKED, 1L);
      say.accept(
          "grid.history: another process writes to "
              + folder
              + ": this one keeps its history in memory until that one ends; give each a folder of"
              + " its own if both are to go on");
    } else if (onDisk && waited) {
      say.accept("grid.history: the other process has ended, this one writes to " + folder);
    }
  }

  /** Appends entries, and those that could not be written before. */
  public void append(Collection<? extends Entry> entries) {
    if (folder.isEmpty()) {
      return;
    }
    unsaved.addAll(entries);
    if (lock != null || retakeFolder()) {
      save();
    }
    while (unsaved.size() > MOST_UNSAVED) {
      unsaved.removeFirst();
      count("lines_lost", 1L);
    }
  }

  // A folder that could not be had at first: mounted late, or written to by a JVM that has ended.
  private boolean retakeFolder() {
    if (unsaved.isEmpty() && !errors.containsKey(LOCKED)) {
      return false;
    }
    try {
      HistoryFile.makeFolder(folder.orElseThrow());
      lock(folder.orElseThrow());
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
    return lock != null;
  }

  private void save() {
    try {
      while (!unsaved.isEmpty()) {
        saveMonth();
      }
      onDisk = true;
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /** Writes the first unsaved entries that belong to one file, and waits until they are on disk. */
  private void saveMonth() throws IOException {
    String name = HistoryFile.name(unsaved.getFirst().knownAt());
    StringBuilder lines = new StringBuilder();
    int count = 0;
    for (Entry entry : unsaved) {
      if (!HistoryFile.name(entry.knownAt()).equals(name)) {
        break;
      }
      lines.append(HistoryLine.write(entry));
      count++;
    }
    writer.orElseThrow().append(name, lines.toString());
    for (int i = 0; i < count; i++) {
      unsaved.removeFirst();
    }
  }

  private void failed(Exception e) {
    if (onDisk || errors.isEmpty()) {
      say.accept(
          configured.map(ConfiguredPath::setting).orElse("")
              + ": cannot write to it ("
              + why(e)
              + "); it must be "
              + ALLOWED
              + ": the history is in memory until that is possible");
    }
    onDisk = false;
    count("write_failed", 1L);
  }

  private static String why(Exception e) {
    return e instanceof IOException file ? DiskCheck.why(file) : e.toString();
  }

  private void count(String reason, long more) {
    errors.merge(reason, more, Long::sum);
  }

  /**
   * Leaves to the next JVM what waits for a price; if that cannot be done, it is counted.
   *
   * @param zone the zone in which it was used
   * @param method signal and basis of the ladder that is to price it
   */
  public void leaveWaiting(Zone zone, EmissionMethod method, List<UnpricedEnergy> all) {
    try {
      if (lock != null) {
        WaitingFile.write(folder.orElseThrow(), zone, method, all)
            .ifPresent(
                aside ->
                    say.accept(
                        "grid.history: what waited for a price and could not be read is kept in "
                            + aside));
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  /**
   * What the JVM before left waiting, once this one is the one that writes; it is given once. Where
   * it cannot be read, it may be asked for again.
   */
  public List<UnpricedEnergy> takeWaiting(Zone zone, EmissionMethod method) {
    if (lock == null || waitingTaken) {
      return List.of();
    }
    try {
      List<UnpricedEnergy> taken =
          WaitingFile.take(
              folder.orElseThrow(),
              zone,
              method,
              line -> cannotTake(line + ": it stays there, and this JVM does not price it"));
      waitingTaken = true;
      return taken;
    } catch (IOException | RuntimeException e) {
      cannotTake(why(e) + ": it is tried again, and kept when this JVM ends");
      return List.of();
    }
  }

  private void cannotTake(String why) {
    if (!waitingSaid) {
      waitingSaid = true;
      count("unreadable", 1L);
      say.accept("grid.history: cannot read what waits for a price: " + why);
    }
  }

  /** Whether everything that was appended is on disk. */
  public boolean isOnDisk() {
    return onDisk;
  }

  /** What went wrong so far, counted by reason. */
  public Map<String, Long> errors() {
    return Map.copyOf(errors);
  }

  @Override
  public void close() {
    try {
      if (writer.isPresent()) {
        writer.get().close();
      }
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      count("write_failed", 1L);
    }
  }
}
