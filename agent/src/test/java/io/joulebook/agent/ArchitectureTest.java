package io.joulebook.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.joulebook.collector.metrics.Sample;
import org.junit.jupiter.api.Test;

/** The fences of the house. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.joulebook.agent");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.joulebook.agent.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theRootTierKnowsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.joulebook.agent")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.joulebook.agent", "org.jspecify.annotations")
        .because("the core lives in another class loader")
        .check(CLASSES);
  }

  @Test
  void onlyTheInstrumentPackageKnowsByteBuddy() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.joulebook.agent.instrument")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.bytebuddy..")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsJna() {
    noClasses().should().dependOnClassesThat().resideInAPackage("com.sun.jna..").check(CLASSES);
  }

  @Test
  void onlyThePowerPackageKnowsNvml() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.joulebook.agent.power")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.joulebook.nvml..")
        .check(CLASSES);
  }

  @Test
  void theTelemetryPackageKnowsTheJdkAndSamplesOnly() {
    classes()
        .that()
        .resideInAPackage("io.joulebook.agent.telemetry")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "io.joulebook.agent.telemetry", "org.jspecify.annotations")
                .or(equivalentTo(Sample.class)))
        .because("the host's registry is reached by names, and nothing of it is in the jar")
        .check(CLASSES);
  }

  @Test
  void nobodyKnowsMicrometer() {
    noClasses().should().dependOnClassesThat().resideInAPackage("io.micrometer..").check(CLASSES);
  }

  @Test
  void theLedgerIsPure() {
    classes()
        .that()
        .resideInAPackage("io.joulebook.agent.ledger")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.joulebook.agent.ledger",
            "java.lang",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify.annotations")
        .because("no threads, no clock, no I/O")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("io.joulebook.agent.ledger")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(CLASSES);
  }

  @Test
  void nobodyEndsTheHost() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }
}
