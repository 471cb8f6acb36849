package io.joulebook.agent.power;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Unpacks JNA's native library to the first directory that takes it and lets it run, and removes it
 * once it is loaded. JNA's own way would leave a directory in the user's home, and fail where home
 * and temporary directory are read-only or mounted noexec. The agent's build has renamed JNA's
 * properties, so that these are ours alone.
 */
final class JnaLibrary {
  private static final String PATH = "joulebook.jna.boot.library.path";
  private static final String NO_UNPACK = "joulebook.jna.nounpack";

  /** Unset, JNA would fork {@code ldconfig} to fill it; NVML is found by the dynamic loader. */
  private static final String SEARCH_PATH = "joulebook.jna.platform.library.path";

  private static final String FILE = "libjnidispatch.so";

  private final File directory;

  private JnaLibrary(File directory) {
    this.directory = directory;
  }

  /**
   * Makes JNA loadable.
   *
   * @param folder where to unpack it, if {@code native.dir} says so
   * @throws IOException if no directory takes the library; the message names those tried
   */
  static JnaLibrary unpack(Optional<String> folder) throws IOException {
    String resource = "com/sun/jna/linux-" + architecture() + "/" + FILE;
    ClassLoader loader = JnaLibrary.class.getClassLoader();
    try (InputStream in = loader == null ? null : loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is no JNA library for " + System.getProperty("os.arch"));
      }
      File directory = write(in.readAllBytes(), candidates(folder, System.getenv()));
      System.setProperty(PATH, directory.getPath());
      System.setProperty(NO_UNPACK, "true");
      System.setProperty(SEARCH_PATH, "/usr/lib");
      return new JnaLibrary(directory);
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return name.equals("amd64") ? "x86-64" : name;
  }

  private static List<File> candidates(Optional<String> folder, Map<String, String> environment) {
    if (folder.isPresent()) {
      return List.of(new File(folder.get()));
    }
    List<File> places = new ArrayList<>();
    places.add(new File(System.getProperty("java.io.tmpdir", "/tmp")));
    places.add(new File("/dev/shm"));
    String runtime = environment.get("XDG_RUNTIME_DIR");
    if (runtime != null) {
      places.add(new File(runtime));
    }
    places.add(new File("."));
    return places;
  }

  static File write(byte[] library, List<File> places) throws IOException {
    List<String> tried = new ArrayList<>();
    for (File place : places) {
      File directory = new File(place.getAbsoluteFile(), "joulebook-jna-" + unique());
      if (fits(directory, library)) {
        return directory;
      }
      remove(directory);
      tried.add(place.getPath());
    }
    throw new IOException(
        "JNA's library cannot be unpacked: no directory of "
            + String.join(", ", tried)
            + " can be written to and run from: set native.dir to one that is not mounted noexec");
  }

  /** Why JNA's library could not be loaded, with what is known of the reason. */
  static String why(LinkageError failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage());
    boolean musl = text.contains("ld-linux") || text.contains("musl");
    return cause.getClass().getSimpleName()
        + ": "
        + text.replace('\n', ' ')
        + (musl ? "; its library is for glibc, and this JVM runs on musl (Alpine)" : "");
  }

  private static String unique() {
    return ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
  }

  // canExecute asks access(2), which says no on a file system that is mounted noexec.
  private static boolean fits(File directory, byte[] library) {
    File file = new File(directory, FILE);
    if (!directory.mkdir() || !directory.setReadable(false, false) || !own(directory)) {
      return false;
    }
    try (OutputStream out = new FileOutputStream(file)) {
      out.write(library);
    } catch (IOException full) {
      return false;
    }
    return file.setExecutable(true, true) && file.canExecute();
  }

  private static boolean own(File directory) {
    return directory.setReadable(true, true)
        && directory.setWritable(false, false)
        && directory.setWritable(true, true)
        && directory.setExecutable(false, false)
        && directory.setExecutable(true, true);
  }

  private static void remove(File directory) {
    boolean empty = new File(directory, FILE).delete() || !directory.exists();
    if (!directory.delete() && !empty) {
      directory.deleteOnExit();
    }
  }

  /** Removes the file; what is loaded stays loaded. */
  void close() {
    remove(directory);
  }
}
