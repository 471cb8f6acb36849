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

/**
 * Skipped, with a printed reason, where one of these programs is missing; a failure in CI. Names of
 * one program are parted by a bar.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Needs.Condition.class)
@interface Needs {
  /** Names of programs on PATH, which are those of Debian's packages too, or are in one. */
  String[] value();

  /** Whether they are on PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Needs needs = context.getRequiredTestClass().getAnnotation(Needs.class);
      List<String> missing =
          Arrays.stream(needs.value()).filter(program -> onPath(program).isEmpty()).toList();
      return missing.isEmpty()
          ? ConditionEvaluationResult.enabled("all are there")
          : missing("not on PATH: " + String.join(", ", missing));
    }

    /** Where that program is, by any of its names, if it is on PATH. */
    static Optional<Path> onPath(String names) {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
          .flatMap(folder -> Arrays.stream(names.split("\\|")).map(name -> Path.of(folder, name)))
          .filter(Files::isExecutable)
          .findFirst();
    }

    private static ConditionEvaluationResult missing(String reason) {
      if (Boolean.getBoolean("joulebook.ci")) {
        throw new AssertionError(reason);
      }
      System.out.println(
          "Skipped, dashboards and alerts are not tried with the real tools: " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
