package io.joulebook.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.joulebook.nvml.raw.LibNvml;
import io.joulebook.nvml.raw.NvmlHeader;
import java.util.Optional;
import java.util.function.Function;

/**
 * An {@code nvmlDevice_t}, entered only while it is safe to.
 *
 * <p>A handle kept over the restart of its GPU has crashed host processes inside the library
 * (LibreHardwareMonitor issue 2523). So the first sign of a loss ends the handle for good, and
 * every later call is answered here. Thread-safe; allocates nothing but the reading.
 */
final class Handle {
  private final Session session;
  private final long device;
  private final Lease lease = new Lease();
  private final Scratch scratch = new Scratch();

  Handle(Session session, long device) {
    this.session = session;
    this.device = device;
  }

  /** Asks the library, and reads its answer when it says it gave one. */
  NvmlValue read(Question question, Reader reader) {
    NvmlReturn bar = bar();
    if (bar != NvmlReturn.Code.SUCCESS) {
      return new NvmlValue.Unavailable(bar);
    }
    Memory out = scratch.borrow();
    try {
      int code = question.ask(session.library(), device, out);
      return heed(
          code == NvmlHeader.NVML_SUCCESS
              ? reader.read(out)
              : new NvmlValue.Unavailable(NvmlReturn.of(code)));
    } finally {
      scratch.giveBack(out);
    }
  }

  /** Asks the library for text; empty when it gave none. */
  Optional<String> readText(Question question, Function<Pointer, String> reader) {
    if (bar() != NvmlReturn.Code.SUCCESS) {
      return Optional.empty();
    }
    Memory out = scratch.borrow();
    try {
      NvmlReturn why = NvmlReturn.of(question.ask(session.library(), device, out));
      heed(why);
      return why == NvmlReturn.Code.SUCCESS
          ? Optional.of(reader.apply(out)).filter(text -> !text.isEmpty())
          : Optional.empty();
    } finally {
      scratch.giveBack(out);
    }
  }

  /** The answer without asking: the given reason, unless the handle itself has a stronger one. */
  NvmlValue refuse(NvmlReturn why) {
    NvmlReturn bar = bar();
    return new NvmlValue.Unavailable(bar == NvmlReturn.Code.SUCCESS ? why : bar);
  }

  /** Ends the handle, whatever its state. */
  void retire() {
    lease.end(NvmlReturn.Code.UNINITIALIZED);
  }

  /** Why the library may not be entered; SUCCESS when it may. */
  private NvmlReturn bar() {
    NvmlReturn ofSession = session.state();
    return ofSession == NvmlReturn.Code.SUCCESS ? lease.state() : ofSession;
  }

  private NvmlValue heed(NvmlValue reading) {
    if (reading instanceof NvmlValue.Unavailable unavailable) {
      heed(unavailable.why());
    }
    return reading;
  }

  private void heed(NvmlReturn why) {
    session.heed(why);
    if (endsHandle(why)) {
      lease.end(why);
    }
  }

  private static boolean endsHandle(NvmlReturn why) {
    return why == NvmlReturn.Code.GPU_IS_LOST
        || why == NvmlReturn.Code.RESET_REQUIRED
        || why == NvmlReturn.Code.UNINITIALIZED;
  }

  /** One function of the library, asked about a device. */
  interface Question {
    int ask(LibNvml library, long device, Pointer out);
  }

  /** Makes a reading of what a call wrote. */
  interface Reader {
    NvmlValue read(Pointer out);
  }
}
