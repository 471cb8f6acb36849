package io.joulebook.nvml.fake;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fake library in its variants, each compiled once per JVM. Thread-safe. */
enum FakeLibrary {
  WHOLE("-DWHOLE"),
  WITHOUT_ENERGY("-DNO_ENERGY_SYMBOL"),
  WITHOUT_FIELDS("-DNO_FIELDS_SYMBOL"),
  WITHOUT_INIT("-DNO_INIT_SYMBOL"),
  WITHOUT_STATE("-DNO_STATE_SYMBOLS"),
  WITHOUT_OLD_TEMPERATURE("-DNO_TEMPERATURE_SYMBOL");

  static final String NAME = "libnvidia-ml.so.1";

  private static final String SOURCE = "fake_nvml.c";
  private static final int ELF_CLASS = 4;
  private static final byte ELF_CLASS_32 = 1;
  private static final Map<FakeLibrary, byte[]> COMPILED = new EnumMap<>(FakeLibrary.class);

  private final String variant;

  FakeLibrary(String variant) {
    this.variant = variant;
  }

  /** A C compiler on the PATH. */
  static Optional<Path> compiler() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of("cc", "gcc", "clang")
        .flatMap(
            name -> Arrays.stream(path.split(File.pathSeparator, -1)).map(d -> Path.of(d, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Path in(Path folder) {
    return write(folder, bytes(folder));
  }

  /**
   * The same file with a header that says 32-bit: the dynamic loader refuses it as it would a real
   * one.
   */
  Path for32Bit(Path folder) {
    byte[] bytes = bytes(folder).clone();
    bytes[ELF_CLASS] = ELF_CLASS_32;
    return write(folder, bytes);
  }

  private byte[] bytes(Path folder) {
    synchronized (COMPILED) {
      return COMPILED.computeIfAbsent(this, library -> library.compile(folder));
    }
  }

  private byte[] compile(Path folder) {
    try {
      Path source = folder.resolve(SOURCE);
      Path compiled = folder.resolve(SOURCE + "." + name() + ".so");
      try (InputStream c = FakeLibrary.class.getResourceAsStream(SOURCE)) {
        Files.write(source, Optional.ofNullable(c).orElseThrow().readAllBytes());
      }
      run(command(source, compiled));
      byte[] bytes = Files.readAllBytes(compiled);
      Files.delete(compiled);
      Files.delete(source);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> command(Path source, Path compiled) {
    List<String> command =
        new ArrayList<>(
            List.of(compiler().orElseThrow().toString(), "-shared", "-fPIC", "-O1", "-pthread"));
    command.add(variant);
    command.addAll(
        List.of("-Wl,-soname," + NAME, "-o", compiled.toString(), source.toString(), "-ldl"));
    return command;
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + output);
    }
  }

  private static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve(NAME), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
