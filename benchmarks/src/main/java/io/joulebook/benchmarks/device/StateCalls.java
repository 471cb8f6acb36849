package io.joulebook.benchmarks.device;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import io.joulebook.nvml.NvmlReturn;
import io.joulebook.nvml.NvmlValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What NVML tells of a card beside what the bindings read. Not thread-safe. */
final class StateCalls {
  private static final int SAMPLES_AT_MOST = 256;
  private static final int SAMPLE_BYTES = 32;
  private static final int TIME = 8;
  private static final int SM = 16;

  private final NativeLibrary library;
  private final Memory out = new Memory((long) SAMPLES_AT_MOST * SAMPLE_BYTES);
  private final Memory count = new Memory(Integer.BYTES);
  private long device;
  private NvmlReturn attached;

  /** A process's use of the multiprocessors, in percent, at a wall time in microseconds. */
  record Sample(long process, long timeMicros, int percent) {}

  /** What was told of processes, or why nothing was. */
  record Samples(NvmlReturn answer, List<Sample> all) {}

  /** Of the card of this UUID, by a library that has a session. */
  StateCalls(Path file, String uuid) {
    library = NativeLibrary.getInstance(file.toString());
    Memory text = new Memory(uuid.length() + 1L);
    text.setString(0, uuid, StandardCharsets.US_ASCII.name());
    attached = call("nvmlDeviceGetHandleByUUID", text, out);
    device = out.getLong(0);
  }

  private NvmlReturn call(String function, Object... arguments) {
    try {
      return NvmlReturn.of(library.getFunction(function).invokeInt(arguments));
    } catch (UnsatisfiedLinkError missing) {
      return NvmlReturn.Code.FUNCTION_NOT_FOUND;
    }
  }

  /** Why clocks are not at their highest: the bits of {@code nvmlClocksEventReasons}. */
  NvmlValue eventReasons() {
    if (attached != NvmlReturn.Code.SUCCESS) {
      return new NvmlValue.Unavailable(attached);
    }
    NvmlReturn answer = call("nvmlDeviceGetCurrentClocksEventReasons", device, out);
    if (answer == NvmlReturn.Code.FUNCTION_NOT_FOUND) { // its name before driver 535.43
      answer = call("nvmlDeviceGetCurrentClocksThrottleReasons", device, out);
    }
    return answer == NvmlReturn.Code.SUCCESS
        ? new NvmlValue.Value(out.getLong(0))
        : new NvmlValue.Unavailable(answer);
  }

  /** The samples of all processes since a wall time in microseconds. */
  Samples processes(long sinceMicros) {
    if (attached != NvmlReturn.Code.SUCCESS) {
      return new Samples(attached, List.of());
    }
    count.setInt(0, SAMPLES_AT_MOST);
    NvmlReturn answer = call("nvmlDeviceGetProcessUtilization", device, out, count, sinceMicros);
    List<Sample> samples = new ArrayList<>();
    int told = answer == NvmlReturn.Code.SUCCESS ? count.getInt(0) : 0;
    for (int i = 0; i < Math.min(told, SAMPLES_AT_MOST); i++) {
      long at = (long) i * SAMPLE_BYTES;
      samples.add(
          new Sample(
              Integer.toUnsignedLong(out.getInt(at)), out.getLong(at + TIME), out.getInt(at + SM)));
    }
    return new Samples(answer, samples);
  }
}
