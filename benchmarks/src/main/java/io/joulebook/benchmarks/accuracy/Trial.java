package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs a scenario in a JVM of its own, on a machine of its own. */
final class Trial {
  private final Path agent;
  private final long seconds;

  Trial(Path agent, long seconds) {
    this.agent = agent;
    this.seconds = seconds;
  }

  Run run(Scenario scenario) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("joulebook-accuracy");
    try {
      return run(scenario, new MachineRoom(scenario, folder));
    } finally {
      delete(folder);
    }
  }

  private Run run(Scenario scenario, MachineRoom room) throws IOException, InterruptedException {
    try (HostJvm jvm = HostJvm.start(agent, room, scenario.name(), seconds)) {
      String[] load = jvm.await(Workload.LOADED).split(" ", -1);
      Fault.Stage stage =
          new Fault.Stage(
              room.machine(), jvm.pid(), Long.parseLong(load[0]), Long.parseLong(load[1]));
      if (scenario.fault().isPresent()) {
        scenario.fault().get().happen(stage);
      }
      jvm.await(Workload.SETTLED);
      Map<String, Long> troubles = Health.scrape(jvm.said());
      jvm.end();
      Trace trace = Trace.read(room.trace());
      EntriesRead books = EntriesRead.read(room.receipts(), trace.clocks());
      return Run.of(scenario, trace, books, indexes(room.machine().gpus()), troubles);
    }
  }

  private static Map<String, Integer> indexes(List<FakeGpu> gpus) {
    Map<String, Integer> indexes = new HashMap<>();
    gpus.forEach(gpu -> indexes.put(gpu.uuid(), indexes.size()));
    return indexes;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
