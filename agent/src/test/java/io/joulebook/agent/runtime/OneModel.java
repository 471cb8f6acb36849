package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.Batch;
import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.instrument.ModelFacts;
import io.joulebook.agent.instrument.Placement;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A model on a host with these GPUs, and calls of it. */
final class OneModel {
  /** On a host with one GPU. */
  static final OneModel PLACED = new OneModel("m", "GPU-a");

  /** On a host with two, of which it is not known which it runs on. */
  static final OneModel UNPLACED = new OneModel("m", "GPU-a", "GPU-b");

  final MeteredModel model;

  private OneModel(String name, String... gpus) {
    ModelPlacement devices = new ModelPlacement();
    List<Meter> meters = Stream.of(gpus).<Meter>map(SilentH100::new).toList();
    devices.update(new Sampler.Metered(1, meters, true, Set.of(), true));
    model = of(name, devices);
  }

  /** A model of that name on these devices. */
  static MeteredModel of(String name, ModelPlacement devices) {
    return new MeteredModel(
        new ModelFacts("custom", name, "", "", "call", Placement.UNKNOWN, false, Batch.UNKNOWN),
        List.of(),
        devices);
  }

  OpenCall call(CallSize size) {
    return new OpenCall(model, size, Optional.empty(), Optional.empty());
  }
}
