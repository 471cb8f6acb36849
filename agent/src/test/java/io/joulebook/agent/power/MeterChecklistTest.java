package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.joulebook.agent.Documentation;
import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each meter, and each power source, has beside its own file. */
class MeterChecklistTest {
  private static final Settings DEFAULTS =
      Settings.resolve(new Inputs("", Map.of(), Map.of(), path -> ""));

  static Stream<JavaClass> meters() {
    return concrete(new ImportOption.DoNotIncludeTests(), Meter.class);
  }

  private static Stream<JavaClass> concrete(ImportOption where, Class<?> type) {
    return new ClassFileImporter()
        .withImportOption(where).importPackagesOf(Meter.class).stream()
            .filter(found -> found.isAssignableTo(type))
            .filter(found -> !found.getModifiers().contains(JavaModifier.ABSTRACT));
  }

  /** The names of the sources that this version can open. */
  static Stream<String> supported() {
    return Arrays.stream(SourceName.values())
        .filter(name -> PowerSources.of(List.of(name), DEFAULTS, Map.of()).remarks().isEmpty())
        .map(SourceName::text);
  }

  @Test
  void thereAreMetersAndSourcesToCheck() {
    assertThat(meters()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(supported()).contains("auto", "nvml", "simulated", "none");
  }

  @ParameterizedTest
  @MethodSource("meters")
  void aContractTestMakesTheMeter(JavaClass meter) {
    assertThat(concrete(new ImportOption.OnlyIncludeTests(), MeterContract.class))
        .anyMatch(test -> makes(test, meter));
  }

  private static boolean makes(JavaClass test, JavaClass meter) {
    return Stream.concat(Stream.of(test), test.getAllRawSuperclasses().stream())
        .flatMap(type -> type.getConstructorCallsFromSelf().stream())
        .anyMatch(call -> call.getTargetOwner().getName().equals(meter.getName()));
  }

  @ParameterizedTest
  @MethodSource("supported")
  void aWholeTestAsksForTheSource(String name) throws Exception {
    assertThat(Documentation.wholeTests()).containsPattern("power\\.source(=|: )" + name + "\\b");
  }

  @Test
  void theDocumentationNamesTheSupportedSourcesAndNoOthers() throws Exception {
    String row = Documentation.rows("configuration.md", "power.source").get(0);

    assertThat(Documentation.quoted(row).stream().skip(1).distinct())
        .containsExactlyInAnyOrderElementsOf(supported().toList());
  }
}
