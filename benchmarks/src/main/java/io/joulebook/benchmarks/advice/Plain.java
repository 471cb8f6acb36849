package io.joulebook.benchmarks.advice;

import org.openjdk.jmh.infra.Blackhole;

/** The same model as {@link Target}, which nobody weaves. */
public final class Plain {
  /** One call of the model. */
  public void infer() {
    Blackhole.consumeCPU(Target.WORK);
  }
}
