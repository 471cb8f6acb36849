package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeGpu;
import java.util.ArrayList;
import java.util.List;

/**
 * What the calls in flight draw: the power of the fake GPUs follows it, and each change is noted
 * with the very time at which the GPU took it. Thread-safe.
 */
final class Draw {
  private final Truth truth;
  private final List<FakeGpu> gpus;
  private final List<Change> changes = new ArrayList<>(1 << 16);
  private final List<InFlight> inFlight;
  private int calls;

  Draw(Truth truth, List<FakeGpu> gpus) {
    this.truth = truth;
    this.gpus = gpus;
    inFlight = gpus.stream().map(gpu -> new InFlight()).toList();
  }

  synchronized int begin(Model model) {
    int call = calls++;
    change(call, model, true);
    return call;
  }

  synchronized void end(int call, Model model) {
    change(call, model, false);
  }

  private void change(int call, Model model, boolean begin) {
    for (int gpu : model.gpus()) {
      InFlight calling = inFlight.get(gpu);
      calling.take(model, begin);
      long milliwatts = truth.baseMilliwatts() + truth.activeMilliwatts(calling);
      changes.add(new Change(gpus.get(gpu).power(milliwatts), call, model, gpu, begin));
    }
  }

  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }
}
