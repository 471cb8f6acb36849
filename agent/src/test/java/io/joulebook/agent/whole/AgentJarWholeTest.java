package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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
        .hasSizeLessThanOrEqualTo(14)
        .allMatch(
            name -> name.matches("io/joulebook/agent/(package-info|[A-Z][A-Za-z0-9$]*)\\.class"));
    assertThat(entries())
        .allMatch(
            name ->
                name.startsWith("META-INF/")
                    || name.startsWith("core/")
                    || name.startsWith("io/joulebook/agent/")
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
  void itIsNoLargerThanItsBudget() throws Exception {
    assertThat(Files.size(AgentJvm.jar())).isLessThan(6_000_000);
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
