package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the machine of a scenario, and tells the agent about it. */
final class MachineRoom {
  /** Above what any scenario draws, and all in it is still plausible. */
  private static final int LIMIT_MILLIWATTS = 1_000_000;

  private final Scenario scenario;
  private final Path folder;
  private final FakeMachine machine;

  MachineRoom(Scenario scenario, Path folder) {
    this.scenario = scenario;
    this.folder = folder;
    machine = machine(folder.resolve("machine"));
    for (FakeGpu gpu : machine.gpus()) {
      gpu.power(scenario.truth().baseMilliwatts());
      if (scenario.hardware() != Scenario.Hardware.WITHOUT_COUNTER) {
        gpu.powerLimit(LIMIT_MILLIWATTS);
        scenario.sensor().applyTo(gpu);
      } else if (!scenario.sensor().equals(Sensor.H100)) {
        scenario.sensor().applyToPowerOf(gpu);
      }
    }
    if (scenario.hardware() == Scenario.Hardware.TWO_H100) {
      Sensor.every(20).applyTo(machine.gpu(1));
    }
  }

  private FakeMachine machine(Path place) {
    return switch (scenario.hardware()) {
      case H100 -> FakeMachine.oneH100(place);
      case TWO_H100 -> FakeMachine.eightH100s(place);
      case WITHOUT_COUNTER -> FakeMachine.withoutCounter(place);
    };
  }

  FakeMachine machine() {
    return machine;
  }

  Path receipts() {
    return folder.resolve("receipts.jsonl");
  }

  Path trace() {
    return folder.resolve("trace");
  }

  /** The agent's options. */
  String options() throws IOException {
    String options =
        "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
            + machine.library()
            + ",shared.path="
            + folder
            + ",statements.interval=0s,receipts.file="
            + receipts()
            + ",hooks.custom="
            + Model.hooks();
    return options + placement() + (scenario.options().isEmpty() ? "" : "," + scenario.options());
  }

  private String placement() throws IOException {
    if (scenario.hardware() != Scenario.Hardware.TWO_H100) {
      return "";
    }
    Path config = folder.resolve("joulebook.yaml");
    Files.writeString(
        config,
        "models:\n"
            + rule(Model.BOTH, "gpu")
            + rule(Model.FIRST, uuid(0))
            + rule(Model.SECOND, uuid(1)));
    return ",nvml.devices=0,1,config=" + config;
  }

  private String uuid(int index) {
    return machine.gpu(index).uuid();
  }

  private static String rule(Model model, String device) {
    return "  - {match: {path: \"*#" + model.label() + "\"}, device: " + device + "}\n";
  }
}
