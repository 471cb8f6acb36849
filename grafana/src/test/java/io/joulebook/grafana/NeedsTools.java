package io.joulebook.grafana;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skipped, with a printed reason, where a program is not on PATH; a failure in CI. Names of one
 * program are parted by a bar.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsTools.Condition.class)
@interface NeedsTools {
  String[] value();

  /** Whether all of them are on PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<String> missing =
          AnnotationSupport.findAnnotation(context.getElement(), NeedsTools.class)
              .map(needs -> Arrays.asList(needs.value()))
              .orElse(List.of())
              .stream()
              .filter(names -> find(names).isEmpty())
              .toList();
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("all tools are there")
          : missing("not on PATH: " + String.join(", ", missing));
    }

    private static ConditionEvaluationResult missing(String reason) {
      if (Boolean.getBoolean("joulebook.ci")) {
        throw new AssertionError(reason);
      }
      System.out.println("Skipped, rules and alerts are not tried with the real tools: " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static Optional<Path> find(String names) {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
          .flatMap(folder -> Arrays.stream(names.split("\\|")).map(name -> Path.of(folder, name)))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
