package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnaLibraryTest {
  private static final byte[] LIBRARY = {1, 2, 3};
  private static final List<String> PROPERTIES =
      List.of(
          "joulebook.jna.boot.library.path",
          "joulebook.jna.nounpack",
          "joulebook.jna.platform.library.path");
  private static final File TAKES_NONE = new File("/proc/self");

  @TempDir Path folder;
  @TempDir Path other;

  @AfterEach
  void forget() {
    PROPERTIES.forEach(System::clearProperty);
  }

  private static List<Path> in(Path place) throws IOException {
    try (Stream<Path> found = Files.list(place)) {
      return found.toList();
    }
  }

  @Test
  void theFirstDirectoryThatTakesItIsUsedAndNoOther() throws Exception {
    File directory =
        JnaLibrary.write(LIBRARY, List.of(TAKES_NONE, folder.toFile(), other.toFile()));

    assertThat(in(folder)).containsExactly(directory.toPath());
    assertThat(in(directory.toPath()))
        .singleElement()
        .satisfies(file -> assertThat(file).hasFileName("libjnidispatch.so"))
        .satisfies(file -> assertThat(file).hasBinaryContent(LIBRARY).isExecutable());
    assertThat(in(other)).isEmpty();
  }

  @Test
  void nobodyElseCanReadOrReplaceIt() throws Exception {
    File directory = JnaLibrary.write(LIBRARY, List.of(folder.toFile()));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.toPath())))
        .isEqualTo("rwx------");
  }

  @Test
  void whereNoneDoesTheMessageNamesAllThatWereTried() {
    assertThatThrownBy(() -> JnaLibrary.write(LIBRARY, List.of(TAKES_NONE, new File("/no/such"))))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("/proc/self, /no/such ", "native.dir");
  }

  @Test
  void itIsWhereJnaIsToldToLookUntilItIsClosed() throws Exception {
    JnaLibrary library = JnaLibrary.unpack(Optional.of(folder.toString()));

    Path directory = Path.of(System.getProperty("joulebook.jna.boot.library.path", ""));
    assertThat(directory.getParent()).isEqualTo(folder);
    assertThat(directory.resolve("libjnidispatch.so")).isNotEmptyFile();
    assertThat(PROPERTIES).allMatch(key -> System.getProperty(key) != null);
    library.close();
    assertThat(in(folder)).isEmpty();
  }

  @Test
  void itIsUnpackedNowhereElseThanWhereTheConfigurationSays() {
    assertThatThrownBy(() -> JnaLibrary.unpack(Optional.of("/no/such")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no directory of /no/such can");
  }

  @Test
  void whyItCannotBeLoadedIsTheFirstCause() {
    UnsatisfiedLinkError musl = new UnsatisfiedLinkError("ld-linux-x86-64.so.2:\nnot found");

    assertThat(JnaLibrary.why(new NoClassDefFoundError("com/sun/jna/Native")))
        .isEqualTo("NoClassDefFoundError: com/sun/jna/Native");
    assertThat(JnaLibrary.why(new ExceptionInInitializerError(musl)))
        .isEqualTo(
            "UnsatisfiedLinkError: ld-linux-x86-64.so.2: not found; its library is for glibc, and"
                + " this JVM runs on musl (Alpine)");
  }
}
