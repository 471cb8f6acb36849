package io.joulebook.examples.whole;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skipped, with a printed reason, where there is no bash; a failure in CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsBash.Condition.class)
@interface NeedsBash {
  /** Whether bash can be run. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      try {
        new ProcessBuilder("bash", "--version")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
        return ConditionEvaluationResult.enabled("bash is there");
      } catch (IOException e) {
        return missing("no bash: " + e.getMessage());
      }
    }

    private static ConditionEvaluationResult missing(String reason) {
      if (Boolean.getBoolean("joulebook.ci")) {
        throw new AssertionError(reason);
      }
      System.out.println("The demo is not tested here, " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
