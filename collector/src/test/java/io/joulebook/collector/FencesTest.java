package io.joulebook.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

class FencesTest {
  private static final JavaClasses COLLECTOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.joulebook.collector");

  @Test
  void packagesDependOnEachOtherWithoutACycle() {
    slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(COLLECTOR);
  }

  @Test
  void theCollectorSeesNeitherTheAgentNorNvml() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.joulebook.agent..", "io.joulebook.nvml..", "com.sun.jna..", "net.bytebuddy..")
        .because("receipts come from any meter, in process or remote")
        .check(COLLECTOR);
  }

  @Test
  void theTypesThatTheAgentSendsNeedNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("io.joulebook.collector")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "io.joulebook.collector", "org.jspecify.annotations")
        .check(COLLECTOR);
  }

  @Test
  void onlyTheMetricsKnowPrometheusAndMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.joulebook.collector.metrics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.prometheus..", "io.micrometer..")
        .check(COLLECTOR);
  }

  @Test
  void nothingLogsAsksTheBeanServerOrUsesTheJdksHttpServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "javax.management..", "com.sun.net.httpserver..")
        .because("inside a host's JVM these are the host's to set up")
        .check(COLLECTOR);
  }

  /** One slice per package, the root among them. */
  private static final class EachPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
      return SliceIdentifier.of(javaClass.getPackageName());
    }

    @Override
    public String getDescription() {
      return "each package";
    }
  }
}
