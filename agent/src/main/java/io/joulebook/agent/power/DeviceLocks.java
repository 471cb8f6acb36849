package io.joulebook.agent.power;

import io.joulebook.collector.DiskCheck;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells which devices another agent of this user meters too. Each agent holds a lock on a byte of
 * its own in a file per device: whoever finds another byte locked is not alone. The kernel frees
 * the locks of a process that ends, however it ends. Where the file is taken away, each claims a
 * byte of the one that comes after it. Used by the meter's thread.
 */
final class DeviceLocks {
  private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();
  private static final int PLACES = 1 << 20;

  private final Optional<Path> configured;
  private final Consumer<Remark> say;
  private final Map<String, Claim> claims = new HashMap<>();

  /** Files of devices that an earlier core of this JVM has not given up yet. */
  private final Map<String, OpenFile> held = new HashMap<>();

  /** Devices of which it was said that it cannot be told. */
  private final Set<String> untold = new HashSet<>();

  private long due;
  private Set<String> shared = Set.of();

  DeviceLocks(Optional<String> configured, Consumer<Remark> say) {
    this.configured = configured.map(Path::of);
    this.say = say;
  }

  /** A file of a device, and what tells it from another one of its name. */
  private record OpenFile(FileChannel channel, Path path, Object key) {
    // Cleaners of temporary folders take files away that nobody has written to for long.
    boolean isThere() {
      try {
        return key.equals(keyOf(path));
      } catch (IOException gone) {
        return false;
      }
    }

    void close() {
      try {
        channel.close();
      } catch (IOException gone) {
        return;
      }
    }
  }

  private static Object keyOf(Path file) throws IOException {
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return Objects.requireNonNullElse(key, file);
  }

  /** A file of a device, and the byte of it that is this agent's. */
  private record Claim(OpenFile file, FileLock mine) {
    boolean isShared() {
      return othersIn(0, mine.position())
          || othersIn(mine.position() + 1, PLACES - mine.position());
    }

    // A range that cannot be locked has a byte that somebody else holds.
    private boolean othersIn(long from, long length) {
      if (length == 0) {
        return false;
      }
      try (FileLock lock = file.channel().tryLock(from, length, false)) {
        return lock == null;
      } catch (IOException | OverlappingFileLockException unknown) {
        return false;
      }
    }
  }

  /** Which of these devices have another agent, looked at about once a second. */
  Set<String> shared(Set<String> devices, long now) {
    if (now - due >= 0) {
      due = now + LOOK_EVERY;
      shared = devices.stream().filter(this::isShared).collect(Collectors.toUnmodifiableSet());
    }
    return shared;
  }

  /** Gives the locks up. */
  void close() {
    claims.values().forEach(claim -> claim.file().close());
  }

  private boolean isShared(String device) {
    try {
      Claim claim = claims.get(device);
      boolean isGone = claim != null && !claim.file().isThere();
      if (claim != null && isGone) {
        claims.remove(device);
        claim.file().close();
      }
      if (claim == null || isGone) {
        claim = claim(device);
        claims.put(device, claim);
      }
      if (untold.remove(device)) {
        say(device, "can be told again");
      }
      // Others claim a byte of the file that has its name now, each at its next look.
      return (isGone && shared.contains(device)) || claim.isShared();
    } catch (OverlappingFileLockException ofAnEarlierCore) {
      return false; // whose meter a driver still holds: it is asked again
    } catch (IOException | RuntimeException e) {
      if (untold.add(device)) {
        say(
            device,
            "cannot be told ("
                + (e instanceof IOException file ? DiskCheck.why(file) : e)
                + "): set it to a folder that the agents of this host can write to");
      }
      return false;
    }
  }

  private void say(String device, String what) {
    String about = "shared.path: whether another agent meters " + device;
    say.accept(new Remark(about, about + " " + what));
  }

  private Claim claim(String device) throws IOException {
    OpenFile file = held.remove(device);
    if (file == null || !file.isThere()) {
      file = open(folder().resolve(device.replaceAll("[^A-Za-z0-9.-]", "_") + ".lock"));
    }
    try {
      return new Claim(file, byteOf(file.channel()));
    } catch (OverlappingFileLockException ours) {
      held.put(device, file); // to close it would give up the lock that this process has
      throw ours;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static FileLock byteOf(FileChannel file) throws IOException {
    long first = ProcessHandle.current().pid() % PLACES;
    for (long place = first; place < first + 64; place++) {
      FileLock lock = file.tryLock(place % PLACES, 1, false);
      if (lock != null) {
        return lock;
      }
    }
    throw new IOException("no byte of it is free");
  }

  private static OpenFile open(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      return new OpenFile(channel, file, keyOf(file));
    } catch (IOException removedMeanwhile) {
      channel.close();
      throw removedMeanwhile;
    }
  }

  // One folder a user: another's files could not be opened.
  private Path folder() throws IOException {
    Path folder = parent().resolve("joulebook-" + user());
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(user())) {
      throw new IOException(folder + " belongs to the user of id " + owner);
    }
    return folder;
  }

  // In containers a user may have a number and no name.
  private static Object user() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  private Path parent() {
    Path memory = Path.of("/dev/shm");
    return configured.orElseGet(
        () ->
            Files.isWritable(memory)
                ? memory
                : Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }
}
