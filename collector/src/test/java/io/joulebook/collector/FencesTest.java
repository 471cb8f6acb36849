package io.joulebook.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FencesTest {
  private static final String ROOT = "io.joulebook.collector";

  private static final JavaClasses COLLECTOR =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void packagesDependOnEachOtherWithoutACycle() {
    slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(COLLECTOR);
  }

  /** Who may use whom; all may use the root, the JDK and what is outside the collector. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("json", Set.of()),
          entry("config", Set.of()),
          entry("grid", Set.of()),
          entry("carbon", Set.of("grid")),
          entry("budget", Set.of("carbon")),
          entry("feed", Set.of("grid", "json")),
          entry("feed.http", Set.of("feed", "json")),
          entry("feed.vendor", Set.of("config", "feed", "feed.http", "grid", "json")),
          entry("history", Set.of("carbon", "grid", "json")),
          entry("receiptlog", Set.of("carbon", "json")),
          entry("usage", Set.of("carbon")),
          entry("metrics", Set.of("budget", "carbon", "feed", "grid", "usage")),
          entry(
              "report",
              Set.of("carbon", "feed.vendor", "grid", "history", "json", "receiptlog", "usage")),
          entry("http", Set.of()),
          entry("page", Set.of("http", "metrics")),
          entry(
              "local",
              Set.of(
                  "budget",
                  "carbon",
                  "feed",
                  "feed.vendor",
                  "grid",
                  "history",
                  "http",
                  "metrics",
                  "page")));

  @Test
  void eachPackageUsesOnlyThoseThatItMay() {
    MAY_USE.forEach(
        (user, used) -> {
          String[] others =
              MAY_USE.keySet().stream()
                  .filter(name -> !name.equals(user) && !used.contains(name))
                  .map(FencesTest::full)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(full(user))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .check(COLLECTOR);
        });
  }

  @Test
  void eachPackageHasItsPlaceInTheTable() {
    assertThat(COLLECTOR.stream().map(JavaClass::getPackageName).filter(name -> !name.equals(ROOT)))
        .allMatch(name -> MAY_USE.containsKey(name.substring(ROOT.length() + 1)));
  }

  private static String full(String name) {
    return ROOT + "." + name;
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
