package io.joulebook.benchmarks.accuracy;

import java.util.concurrent.locks.LockSupport;

/** The model server: one metered method per model. Thread-safe. */
final class Served {
  private final Draw draw;

  Served(Draw draw) {
    this.draw = draw;
  }

  void call(Model model, long nanos) {
    switch (model) {
      case HEAVY -> heavy(nanos);
      case LIGHT -> light(nanos);
      case FIRST -> first(nanos);
      case SECOND -> second(nanos);
      case BOTH -> both(nanos);
    }
  }

  void heavy(long nanos) {
    work(Model.HEAVY, nanos);
  }

  void light(long nanos) {
    work(Model.LIGHT, nanos);
  }

  void first(long nanos) {
    work(Model.FIRST, nanos);
  }

  void second(long nanos) {
    work(Model.SECOND, nanos);
  }

  void both(long nanos) {
    work(Model.BOTH, nanos);
  }

  private void work(Model model, long nanos) {
    int call = draw.begin(model);
    sleepUntil(System.nanoTime() + nanos);
    draw.end(call, model);
  }

  static void sleepUntil(long time) {
    for (long rest = time - System.nanoTime(); rest > 0; rest = time - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
  }
}
