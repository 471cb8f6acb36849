package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.joulebook.agent.Documentation;
import io.joulebook.agent.whole.EnginesWholeTest;
import java.lang.reflect.Constructor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each hook has beside its own file. */
class HookChecklistTest {
  static Stream<String> names() {
    return BuiltInHooks.NAMES.stream();
  }

  @Test
  void aContractTestHasTheTypesOfEachHook() throws Exception {
    Set<Set<String>> tested = new HashSet<>();
    for (JavaClass test : contractTests()) {
      Constructor<?> constructor = test.reflect().getDeclaredConstructor();
      tested.add(((HookContract) constructor.newInstance()).hook().types());
    }

    assertThat(
            BuiltInHooks.all(name -> true)
                .filter(hook -> !EnginesWholeTest.NAMES.contains(hook.name()))
                .map(Hook::types))
        .isNotEmpty()
        .isSubsetOf(tested);
  }

  private static List<JavaClass> contractTests() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackagesOf(HookContract.class)
            .stream()
            .filter(type -> type.isAssignableTo(HookContract.class))
            .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aWholeTestSeesItsCallsOrThatItIsInstalled(String name) throws Exception {
    if (EnginesWholeTest.NAMES.contains(name)) {
      return; // its receipts are counted there
    }
    assertThat(Documentation.wholeTests())
        .containsAnyOf(
            "engine=\\\"" + name + "\\\"", "\"joulebook_hook_installed\", \"" + name + "\"");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theTableOfEnginesHasARowForIt(String name) throws Exception {
    assertThat(Documentation.rows("engines.md", name)).hasSize(1);
  }

  @Test
  void theDocumentationNamesThoseThatCanBeDisabled() throws Exception {
    String row = Documentation.rows("configuration.md", "hooks.disabled").get(0);

    assertThat(Documentation.quoted(row).stream().skip(1))
        .containsExactlyInAnyOrderElementsOf(BuiltInHooks.NAMES);
  }
}
