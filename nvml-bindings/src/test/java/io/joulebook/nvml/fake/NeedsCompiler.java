package io.joulebook.nvml.fake;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests on fake machines: skipped, with a printed reason, where none can be made; failed there when
 * the system property {@code joulebook.ci} is {@code true}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCompiler.Condition.class)
public @interface NeedsCompiler {

  /** The rule, for JUnit. */
  final class Condition implements ExecutionCondition {
    private static final String REASON =
        "no fake machine here: needs Linux and a C compiler on the PATH";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (FakeMachine.available()) {
        return ConditionEvaluationResult.enabled("a C compiler is on the PATH");
      }
      if (Boolean.getBoolean("joulebook.ci")) {
        throw new IllegalStateException(REASON);
      }
      System.out.println(context.getDisplayName() + " skipped: " + REASON);
      return ConditionEvaluationResult.disabled(REASON);
    }
  }
}
