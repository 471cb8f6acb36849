package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A library of one version with all that it needs, which the tests' own class path has not. */
final class EngineLibrary {
  private static final long MINUTES = 10;

  private EngineLibrary() {}

  /**
   * The jars, which Maven copies once.
   *
   * @param name the folder below {@code target/engines}
   * @param artifacts {@code GROUP:ARTIFACT:VERSION} or {@code GROUP:ARTIFACT:VERSION:CLASSIFIER}
   */
  static List<Path> jars(String name, List<String> artifacts) throws Exception {
    Path folder = Path.of("target/engines", name).toAbsolutePath();
    if (!Files.exists(folder.resolve("complete"))) {
      copy(Files.createDirectories(folder), artifacts);
      Files.createFile(folder.resolve("complete"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /**
   * The classes of a program of src/test/engines, below a folder. By the compiler of the JDK that
   * runs it: a library may be of a newer Java than the tests.
   */
  static Path compile(Path folder, String app, List<Path> jars) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Process compiler =
        new ProcessBuilder(
                AgentJvm.java() + "c",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                joined(jars.stream()),
                Path.of("src/test/engines", app + ".java").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor()).as(said).isZero();
    return classes;
  }

  static String joined(Stream<Path> paths) {
    return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path folder, List<String> artifacts) throws Exception {
    Path pom = Files.writeString(folder.resolve("pom.xml"), pom(artifacts));
    Path log = folder.resolve("maven.log");
    Process maven =
        new ProcessBuilder(
                System.getProperty("maven.program"),
                "-B",
                "-f",
                pom.toString(),
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + folder)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!maven.waitFor(MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
      maven.destroyForcibly();
      throw new IOException("Maven could not copy " + artifacts + ":\n" + Files.readString(log));
    }
  }

  private static String pom(List<String> artifacts) {
    return "<project><modelVersion>4.0.0</modelVersion>"
        + "<groupId>io.joulebook.engines</groupId><artifactId>engine</artifactId>"
        + "<version>1</version><packaging>pom</packaging><dependencies>"
        + artifacts.stream().map(EngineLibrary::dependency).collect(Collectors.joining())
        + "</dependencies></project>\n";
  }

  private static String dependency(String artifact) {
    String[] parts = artifact.split(":", -1);
    return "<dependency><groupId>"
        + parts[0]
        + "</groupId><artifactId>"
        + parts[1]
        + "</artifactId><version>"
        + parts[2]
        + "</version>"
        + (parts.length > 3 ? "<classifier>" + parts[3] + "</classifier>" : "")
        + "</dependency>";
  }
}
