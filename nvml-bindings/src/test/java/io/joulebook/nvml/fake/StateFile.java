package io.joulebook.nvml.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;

/**
 * The mapped file that the fake library and the tests share; its layout is fake_nvml.c's.
 *
 * <p>All numbers are read and written as volatile, in the machine's byte order. Thread-safe, and
 * safe between processes.
 */
final class StateFile {
  static final String NAME = "fake-nvml.state";

  static final int GPU_COUNT = 8;
  static final int CLAIMED_GPUS = 12;
  static final int CLOCK = 16;
  static final int STALE_HANDLE_USES = 24;
  static final int CALLS_WHILE_UNINITIALIZED = 32;
  static final int DRIVER_VERSION = 64;
  static final int NVML_VERSION = 144;
  static final int MACHINE_FUNCTIONS = 256;

  static final int GPU_UUID = 0;
  static final int GPU_NAME = 96;
  static final int GENERATION = 192;
  static final int LOST = 196;
  static final int POWER_LIMIT = 200;
  static final int PERFORMANCE_STATE = 204;
  static final int PERIOD = 208;
  static final int LAG = 216;
  static final int PHASE = 224;
  static final int STUCK_SINCE = 232;
  static final int COUNTER_OFFSET = 240;
  static final int HAS_GARBAGE_ENERGY = 248;
  static final int HAS_GARBAGE_POWER = 252;
  static final int GARBAGE_ENERGY = 256;
  static final int GARBAGE_POWER = 264;
  static final int HEAD = 272;
  static final int WINDOW = 280;
  static final int USAGE_WINDOW = 288;
  static final int FIELD_TYPE = 296;
  static final int LOCK = 300;
  static final int JITTER = 304;
  static final int GAIN = 312;
  static final int ENERGY_WINDOW = 320;
  static final int WINDOWED_SINCE = 328;
  static final int COUNTED_UNTIL = 336;
  static final int PCI_BUS_ID = 368;
  static final int UTILIZATION = 400;
  static final int TEMPERATURE = 404;
  static final int SM_CLOCK = 408;
  static final int MEMORY_CLOCK = 412;
  static final int PARENT = 416;
  static final int INDEX_IN_PARENT = 420;
  static final int MISTAKEN_FOR = 424;
  static final int PROCESS = 428;
  static final int EVENT_REASONS = 432;
  static final int SAMPLE_AGE = 440;
  static final int GPU_FUNCTIONS = 512;
  static final int RING = 4096;

  /** Within a table of functions. */
  static final int ANSWERS = 256;

  static final int HANGS = 384;

  static final int BREAKPOINTS = 1 << 18;
  static final int BREAKPOINT_BYTES = 32;

  private static final int MACHINE_BYTES = 4096;
  private static final int GPU_BYTES = RING + BREAKPOINTS * BREAKPOINT_BYTES;
  private static final long MAGIC = 0x4a6f756c65626f6bL;
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer buffer;

  private StateFile(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  static StateFile create(Path file, int gpus) {
    StateFile state =
        new StateFile(
            map(file, MACHINE_BYTES + (long) gpus * GPU_BYTES, StandardOpenOption.CREATE));
    state.putInt(GPU_COUNT, gpus);
    state.putLong(0, MAGIC);
    return state;
  }

  static StateFile attach(Path file) {
    StateFile state = new StateFile(map(file, 0, StandardOpenOption.WRITE));
    if (state.getLong(0) != MAGIC) {
      throw new IllegalArgumentException(file + " is no fake machine");
    }
    return state;
  }

  private static ByteBuffer map(Path file, long bytes, StandardOpenOption option) {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE, option);
    try (FileChannel channel = FileChannel.open(file, options)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, Math.max(bytes, channel.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int gpu(int index) {
    return MACHINE_BYTES + index * GPU_BYTES;
  }

  static int calls(int functions, FakeCall call) {
    return functions + call.slot() * Long.BYTES;
  }

  static int answer(int functions, FakeCall call) {
    return functions + ANSWERS + call.slot() * Integer.BYTES;
  }

  static int hang(int functions, FakeCall call) {
    return functions + HANGS + call.slot() * Integer.BYTES;
  }

  int getInt(int at) {
    return (int) INT.getVolatile(buffer, at);
  }

  void putInt(int at, int value) {
    INT.setVolatile(buffer, at, value);
  }

  boolean compareAndSetInt(int at, int expected, int value) {
    return INT.compareAndSet(buffer, at, expected, value);
  }

  long getLong(int at) {
    return (long) LONG.getVolatile(buffer, at);
  }

  void putLong(int at, long value) {
    LONG.setVolatile(buffer, at, value);
  }

  void addLong(int at, long delta) {
    long ignored = (long) LONG.getAndAdd(buffer, at, delta);
  }

  String getText(int at) {
    StringBuilder text = new StringBuilder();
    for (int i = at; buffer.get(i) != 0; i++) {
      text.append((char) buffer.get(i));
    }
    return text.toString();
  }

  void putText(int at, String text) {
    byte[] bytes = (text + '\0').getBytes(StandardCharsets.US_ASCII);
    buffer.put(at, bytes);
  }
}
