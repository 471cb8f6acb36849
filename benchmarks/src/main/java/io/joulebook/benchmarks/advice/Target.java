package io.joulebook.benchmarks.advice;

import org.openjdk.jmh.infra.Blackhole;

/** A model of 100 tokens of work, some 170 ns: the agent weaves {@link #infer}. */
public final class Target {
  static final String HOOK = Target.class.getName() + "#infer=benchmark";
  static final int WORK = 100;

  /** One call of the model. */
  public void infer() {
    Blackhole.consumeCPU(WORK);
  }
}
