package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** What the jar may put before a host's class loaders, and how large it may be. */
class AgentJarWholeTest {
  private static List<String> entries() throws Exception {
    try (JarFile jar = new JarFile(AgentJvm.jar().toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void onlyTheRootTierIsVisibleToTheHost() throws Exception {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .hasSizeLessThanOrEqualTo(18)
        .allMatch(
            name -> name.matches("io/joulebook/agent/(package-info|[A-Z][A-Za-z0-9$]*)\\.class"));
    assertThat(entries())
        .allMatch(
            name ->
                name.startsWith("META-INF/")
                    || name.startsWith("core/")
                    || name.startsWith("io/joulebook/agent/")
                    || name.equals("boot/targets.txt")
                    || name.equals("boot/JoulebookBridge.classdata"));
  }

  @Test
  void nativeLibrariesAreThoseOfTheSupportedMachinesOnly() throws Exception {
    assertThat(entries())
        .filteredOn(name -> name.matches(".*\\.(so|dll|jnilib)"))
        .containsExactlyInAnyOrder(
            "core/com/sun/jna/linux-x86-64/libjnidispatch.so",
            "core/com/sun/jna/linux-aarch64/libjnidispatch.so");
  }

  @Test
  void eachLibraryInItHasItsNotices() throws Exception {
    String index = text("META-INF/licences/INDEX");

    for (String library :
        List.of(
            "byte-buddy",
            "jna",
            "snakeyaml-engine",
            "json",
            "jBCrypt",
            "prometheus-metrics-model",
            "prometheus-metrics-exposition-textformats")) {
      assertThat(index).containsPattern("(?m)^" + library + "-[0-9][^:]*\\.jar: \\S+");
    }
    assertThat(index.lines().skip(1))
        .allSatisfy(
            line ->
                assertThat(line.replaceFirst("^[^:]*: ", "").split(" "))
                    .allSatisfy(
                        place -> assertThat(text("META-INF/licences/" + place)).isNotBlank()));
    assertThat(entries())
        .anyMatch(name -> name.matches("META-INF/licences/byte-buddy-.*/licenses/ASM"))
        .anyMatch(name -> name.matches("META-INF/licences/jna-.*/libffi"));
    assertThat(text("META-INF/LICENSE")).contains("Apache License");
  }

  @Test
  void noLibraryIsInItThatTheBillOfMaterialsLacks() throws Exception {
    Path bill = AgentJvm.jar().resolveSibling("joulebook-agent.cdx.json");
    String json = Files.readString(bill);

    assertThat(json).contains("\"bomFormat\" : \"CycloneDX\"");
    assertThat(text("META-INF/licences/INDEX").lines().skip(1))
        .allSatisfy(
            line -> {
              String library = line.replaceFirst("-[0-9][^-]*\\.jar:.*", "");
              assertThat(json).contains("\"name\" : \"" + library + "\"");
            });
  }

  private static String text(String entry) throws IOException {
    try (JarFile jar = new JarFile(AgentJvm.jar().toFile())) {
      return new String(
          jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  // 5.6 MB at the release; what is added until then has to show here.
  @Test
  void itIsNoLargerThanItsBudget() throws Exception {
    assertThat(Files.size(AgentJvm.jar())).isLessThanOrEqualTo(4_850_000);
  }

  @Test
  void nothingOfProtobufOrMicrometerIsInIt() throws Exception {
    assertThat(entries()).noneMatch(name -> name.matches("(?i).*(protobuf|micrometer/).*"));
  }

  @Test
  void theEntryClassLoadsOnJava8() throws Exception {
    try (JarFile jar = new JarFile(AgentJvm.jar().toFile())) {
      ZipEntry entry = jar.getEntry("io/joulebook/agent/JoulebookAgent.class");
      byte[] type = jar.getInputStream(entry).readAllBytes();

      assertThat(type[7]).as("class file version").isEqualTo((byte) 52);
    }
  }
}
