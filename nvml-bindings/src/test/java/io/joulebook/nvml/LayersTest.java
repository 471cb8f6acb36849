package io.joulebook.nvml;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
  private final JavaClasses product =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.joulebook");

  @Test
  void onlyNvmlSeesTheRawLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.joulebook.nvml", "io.joulebook.nvml.raw")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.joulebook.nvml.raw..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void onlyNvmlSeesJna() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.joulebook.nvml", "io.joulebook.nvml.raw")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.jna..")
        .allowEmptyShould(true)
        .check(product);
  }

  @Test
  void theRawLibraryKnowsNothingAboveIt() {
    noClasses()
        .that()
        .resideInAPackage("io.joulebook.nvml.raw..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.joulebook.nvml")
        .check(product);
  }

  @Test
  void nothingButJavaAndJnaIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "java..", "com.sun.jna..", "io.joulebook.nvml..", "org.jspecify.annotations..")
        .check(product);
  }

  @Test
  void jnaStaysOutOfThePublicApi() {
    noClasses()
        .that()
        .arePublic()
        .and()
        .resideInAPackage("io.joulebook.nvml")
        .should(new HaveForeignTypesInPublicMethods("com.sun.jna"))
        .check(product);
  }
}
