package io.joulebook.grafana;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skipped, with a printed reason, where there is no Prometheus; a failure in CI. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrometheus.Condition.class)
@interface NeedsPrometheus {
  /** Whether Prometheus is on PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return Prometheus.program().isPresent()
          ? ConditionEvaluationResult.enabled("prometheus is there")
          : missing("prometheus is not on PATH (Debian package: prometheus)");
    }

    private static ConditionEvaluationResult missing(String reason) {
      if (Boolean.getBoolean("joulebook.ci")) {
        throw new AssertionError(reason);
      }
      System.out.println("Skipped, the dashboards are not tried on real data: " + reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
