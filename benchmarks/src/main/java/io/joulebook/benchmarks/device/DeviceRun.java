package io.joulebook.benchmarks.device;

import io.joulebook.nvml.Gpu;
import io.joulebook.nvml.Nvml;
import io.joulebook.nvml.NvmlException;
import io.joulebook.nvml.NvmlValue;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures CUDA's first device, and prints a table and writes JSON. Arguments, all optional: {@code
 * fake} for a fake GPU in virtual time, the seconds to take, the file for the JSON.
 */
public final class DeviceRun {
  private static final long SECONDS = 600;
  private static final long CLOSED = Duration.ofSeconds(3).toNanos();
  private static final String FILE = "device.json";
  private static final String FIRST = "";

  private DeviceRun() {}

  public static void main(String[] args) throws IOException {
    List<String> rest = new ArrayList<>(List.of(args));
    boolean fake = rest.remove("fake");
    boolean timed = !rest.isEmpty() && rest.get(0).matches("\\d{1,6}");
    long seconds = timed ? Long.parseLong(rest.remove(0)) : SECONDS;
    Path file = Path.of(rest.isEmpty() ? FILE : rest.get(0));
    Report report = fake ? ofFake(seconds) : ofThisMachine(seconds);
    System.out.print(report.table());
    Files.writeString(file, report.json() + "\n");
    System.err.println("Written: " + file);
    System.exit(report.hasAny() ? 0 : 1);
  }

  private static Report ofFake(long seconds) throws IOException {
    Path folder = Files.createTempDirectory("joulebook-device");
    try {
      FakeCard card = new FakeCard(FakeMachine.oneH100(folder));
      return card.report(seconds);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }

  private static Report ofThisMachine(long seconds) {
    try (CudaLoad load = CudaLoad.find(CudaLoad.LIBRARY)) {
      return measure(
          new Card(Nvml.DEFAULT_LIBRARY, load.uuid(), false), load, Pace.real(), seconds);
    } catch (LoadFailure why) {
      Load none = Load.none(String.valueOf(why.getMessage()));
      return measure(new Card(Nvml.DEFAULT_LIBRARY, FIRST, false), none, Pace.real(), seconds);
    }
  }

  /**
   * Which card.
   *
   * @param uuid its name for NVML; empty for the first
   */
  record Card(String library, String uuid, boolean fake) {
    Gpu in(Nvml nvml) throws NvmlException {
      return uuid.isEmpty() ? nvml.gpu(0) : nvml.gpu(uuid);
    }

    /** The id by which NVML knows this process; a fake card's is made up. */
    long ownProcess() {
      return fake ? FakeCard.PROCESS : ProcessHandle.current().pid();
    }
  }

  /** Measures a card. */
  static Report measure(Card card, Load load, Pace pace, long seconds) {
    String name = "no card";
    String driver = "unknown";
    List<Row> rows = new ArrayList<>();
    try (Nvml nvml = Nvml.open(card.library())) {
      driver = nvml.driverVersion();
      Gpu gpu = card.in(nvml);
      name = gpu.name();
      StateCalls state = new StateCalls(nvml.library(), gpu.uuid());
      rows.addAll(new DeviceCheck(pace, gpu, state, load, seconds, card.ownProcess()).run());
      load.close();
      rows.add(afterClose(card.library(), nvml, gpu, pace));
    } catch (NvmlException why) {
      System.err.println(why.getMessage());
      String reason = "no NVML: " + why.why().message();
      missing(rows).forEach(figure -> rows.add(Row.missing(figure, reason)));
    }
    rows.sort(Comparator.comparing(Row::figure));
    return new Report(name, driver, card.fake(), seconds, List.copyOf(rows));
  }

  private static List<Figure> missing(List<Row> rows) {
    List<Figure> missing = new ArrayList<>(List.of(Figure.values()));
    rows.forEach(row -> missing.remove(row.figure()));
    return missing;
  }

  // Without persistence mode a card may forget when its last user lets go of it.
  private static Row afterClose(String library, Nvml nvml, Gpu gpu, Pace pace)
      throws NvmlException {
    NvmlValue before = gpu.energyMillijoules();
    nvml.close();
    pace.until(pace.now() + CLOSED);
    try (Nvml again = Nvml.open(library)) {
      NvmlValue after = again.gpu(gpu.uuid()).energyMillijoules();
      return AfterClose.row(before, after);
    }
  }
}
