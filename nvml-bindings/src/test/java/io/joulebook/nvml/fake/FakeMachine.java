package io.joulebook.nvml.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A machine with a fake NVIDIA driver: {@link #library()} is a real libnvidia-ml.so.1 whose answers
 * a test drives from here.
 *
 * <p>The library finds its state in a file beside it, so any process that loads it, and any that
 * {@link #attach attaches} to the file, is on the same machine. Needs a C compiler and Linux, see
 * {@link #available()}; attaching needs neither. Thread-safe.
 */
public final class FakeMachine {
  private static final String DRIVER = "570.86.15";
  private static final int DRIVER_NOT_LOADED = 9;
  private static final int NO_PERMISSION = 4;
  private static final int LIB_RM_VERSION_MISMATCH = 18;

  private final StateFile state;
  private final Path folder;
  private final List<FakeGpu> gpus;

  private FakeMachine(StateFile state, Path folder) {
    this.state = state;
    this.folder = folder;
    this.gpus =
        IntStream.range(0, state.getInt(StateFile.GPU_COUNT))
            .mapToObj(index -> new FakeGpu(state, index, this::now))
            .toList();
  }

  /** Whether this machine can make fake ones: a C compiler is on the PATH, and it runs Linux. */
  public static boolean available() {
    return FakeLibrary.compiler().isPresent() && System.getProperty("os.name").equals("Linux");
  }

  public static FakeMachine oneH100(Path folder) {
    return create(folder, FakeLibrary.WHOLE, GpuModel.H100, 1);
  }

  public static FakeMachine eightH100s(Path folder) {
    return create(folder, FakeLibrary.WHOLE, GpuModel.H100, 8);
  }

  /** One Pascal card: no energy counter, instant power works. */
  public static FakeMachine withoutCounter(Path folder) {
    return create(folder, FakeLibrary.WHOLE, GpuModel.P100, 1);
  }

  /** A driver, and no GPU. */
  public static FakeMachine none(Path folder) {
    return create(folder, FakeLibrary.WHOLE, GpuModel.H100, 0);
  }

  /** A driver from before the energy counter: its library lacks the symbol. */
  public static FakeMachine withoutEnergySymbol(Path folder) {
    return create(folder, FakeLibrary.WITHOUT_ENERGY, GpuModel.H100, 1);
  }

  /** A library that lacks nvmlDeviceGetFieldValues. */
  public static FakeMachine withoutFieldsSymbol(Path folder) {
    return create(folder, FakeLibrary.WITHOUT_FIELDS, GpuModel.H100, 1);
  }

  /** A library of the right name that lacks nvmlInit_v2. */
  public static FakeMachine withoutInitSymbol(Path folder) {
    return create(folder, FakeLibrary.WITHOUT_INIT, GpuModel.H100, 1);
  }

  /** A library that has no function but for energy, power and the performance state. */
  public static FakeMachine withoutStateSymbols(Path folder) {
    return create(folder, FakeLibrary.WITHOUT_STATE, GpuModel.H100, 1);
  }

  /** A library that lacks nvmlDeviceGetTemperature, and has its later form. */
  public static FakeMachine withoutOldTemperatureSymbol(Path folder) {
    return create(folder, FakeLibrary.WITHOUT_OLD_TEMPERATURE, GpuModel.H100, 1);
  }

  /** One H100 and, as the second of {@link #gpus()}, the third MIG instance of it. */
  public static FakeMachine oneMigInstance(Path folder) {
    FakeMachine machine = create(folder, FakeLibrary.WHOLE, GpuModel.H100, 2);
    machine.gpu(1).becomeInstance("MIG-4a6f756c-6562-6f6f-6b00-000000000001", 0, 2);
    return machine;
  }

  /** Two H100s and, as the third of {@link #gpus()}, a MIG instance of the second. */
  public static FakeMachine oneMigInstanceOnTheSecondOfTwo(Path folder) {
    FakeMachine machine = create(folder, FakeLibrary.WHOLE, GpuModel.H100, 3);
    machine.gpu(2).becomeInstance("MIG-4a6f756c-6562-6f6f-6b00-000000000002", 1, 0);
    return machine;
  }

  /** A library for 32-bit processes only. */
  public static FakeMachine wrongArchitecture(Path folder) {
    FakeMachine machine = create(folder, FakeLibrary.WHOLE, GpuModel.H100, 1);
    FakeLibrary.WHOLE.for32Bit(folder);
    return machine;
  }

  public static FakeMachine driverNotLoaded(Path folder) {
    return refusing(folder, DRIVER_NOT_LOADED);
  }

  public static FakeMachine noPermission(Path folder) {
    return refusing(folder, NO_PERMISSION);
  }

  public static FakeMachine versionMismatch(Path folder) {
    return refusing(folder, LIB_RM_VERSION_MISMATCH);
  }

  private static FakeMachine refusing(Path folder, int code) {
    FakeMachine machine = oneH100(folder);
    machine.answer(FakeCall.INIT, code);
    return machine;
  }

  /** Drives a machine that another process, or another part of this one, has made. */
  public static FakeMachine attach(Path stateFile) {
    Path file = stateFile.toAbsolutePath();
    return new FakeMachine(StateFile.attach(file), file.resolveSibling("."));
  }

  private static FakeMachine create(Path folder, FakeLibrary library, GpuModel model, int gpus) {
    Path absolute = createFolder(folder);
    StateFile state = StateFile.create(absolute.resolve(StateFile.NAME), gpus);
    state.putText(StateFile.DRIVER_VERSION, DRIVER);
    state.putText(StateFile.NVML_VERSION, "12." + DRIVER);
    library.in(absolute);
    FakeMachine machine = new FakeMachine(state, absolute);
    IntStream.range(0, gpus).forEach(index -> machine.gpu(index).begin(model, index));
    return machine;
  }

  private static Path createFolder(Path folder) {
    try {
      return Files.createDirectories(folder.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path library() {
    return folder.resolve(FakeLibrary.NAME).normalize();
  }

  public Path stateFile() {
    return folder.resolve(StateFile.NAME).normalize();
  }

  public List<FakeGpu> gpus() {
    return gpus;
  }

  public FakeGpu gpu(int index) {
    return gpus.get(index);
  }

  /** The machine's time: {@link System#nanoTime} unless its clock was stopped. */
  public long now() {
    long stopped = state.getLong(StateFile.CLOCK);
    return stopped == 0 ? System.nanoTime() : stopped;
  }

  /** Stops the machine's clock at the present, to be moved by {@link #advance} only. */
  public FakeMachine stopClock() {
    state.putLong(StateFile.CLOCK, now());
    return this;
  }

  /** Moves a stopped clock on. */
  public void advance(Duration time) {
    if (state.getLong(StateFile.CLOCK) == 0) {
      throw new IllegalStateException("the clock runs by itself: stop it first");
    }
    state.addLong(StateFile.CLOCK, time.toNanos());
  }

  /** The call gives this code, whatever the GPU, until told otherwise; 0 mends it. */
  public void answer(FakeCall call, int code) {
    state.putInt(StateFile.answer(StateFile.MACHINE_FUNCTIONS, call), code);
  }

  /** Says that it has so many GPUs; 0 for the truth. */
  public void claimGpus(int count) {
    state.putInt(StateFile.CLAIMED_GPUS, count);
  }

  /** The call blocks, whatever the GPU, until {@link #resume}. */
  public void hang(FakeCall call) {
    state.putInt(StateFile.hang(StateFile.MACHINE_FUNCTIONS, call), 1);
  }

  public void resume(FakeCall call) {
    state.putInt(StateFile.hang(StateFile.MACHINE_FUNCTIONS, call), 0);
  }

  /** How often the call was made, by any process, whatever the GPU. */
  public long calls(FakeCall call) {
    return state.getLong(StateFile.calls(StateFile.MACHINE_FUNCTIONS, call));
  }

  /** How often the library was entered at all. */
  public long entries() {
    return List.of(FakeCall.values()).stream().mapToLong(this::calls).sum();
  }

  /** How often a handle from before a loss was used: a real library may crash on it. */
  public long staleHandleUses() {
    return state.getLong(StateFile.STALE_HANDLE_USES);
  }

  /** How often the library was called before it was initialised or after it was shut down. */
  public long callsWhileUninitialized() {
    return state.getLong(StateFile.CALLS_WHILE_UNINITIALIZED);
  }
}
