package io.joulebook.nvml;

import io.joulebook.nvml.raw.LibNvml;
import io.joulebook.nvml.raw.LoadFailure;
import io.joulebook.nvml.raw.LoadedLibrary;
import io.joulebook.nvml.raw.NvmlHeader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One {@code nvmlInit_v2} on a loaded library, until it is closed or the driver is replaced.
 * Thread-safe.
 */
final class Session {
  private final LibNvml library;
  private final Lease lease = new Lease();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile long answeredAt = System.nanoTime();

  private Session(LibNvml library) {
    this.library = library;
  }

  static Session open(String name) throws NvmlException {
    LibNvml library = load(name);
    int code = library.nvmlInit_v2();
    if (code != NvmlHeader.NVML_SUCCESS) {
      LoadedLibrary.release();
      throw refused(library, "nvmlInit_v2", NvmlReturn.of(code));
    }
    return new Session(library);
  }

  private static LibNvml load(String name) throws NvmlException {
    try {
      return LoadedLibrary.acquire(name);
    } catch (LoadFailure failure) {
      NvmlReturn why = NvmlReturn.of(failure.code());
      throw new NvmlException(why, notLoaded(name, why, failure.reason()));
    }
  }

  private static String notLoaded(String name, NvmlReturn why, String reason) {
    String searched =
        name.startsWith("/")
            ? ""
            : " (looked for where the dynamic loader looks: LD_LIBRARY_PATH, /etc/ld.so.cache,"
                + " system directories)";
    return "NVML cannot be opened from %s%s: %s; %s"
        .formatted(name, searched, reason, Remedy.forLoading(why, reason));
  }

  private static NvmlException refused(LibNvml library, String function, NvmlReturn why) {
    return new NvmlException(
        why,
        "%s: %s answered %d, %s; %s"
            .formatted(library.file(), function, why.code(), why.message(), Remedy.of(why)));
  }

  LibNvml library() {
    return library;
  }

  /** SUCCESS while the library may be entered, else why not. */
  NvmlReturn state() {
    return lease.state();
  }

  /** Fails before the library is entered when it may not be. */
  void requireOpen(String function) throws NvmlException {
    if (!lease.holds()) {
      throw refused(library, function, lease.state());
    }
  }

  /** When a call that was checked last returned. */
  long answeredAt() {
    return answeredAt;
  }

  void check(int code, String function) throws NvmlException {
    answeredAt = System.nanoTime();
    if (code != NvmlHeader.NVML_SUCCESS) {
      NvmlReturn why = NvmlReturn.of(code);
      heed(why);
      throw refused(library, function, why);
    }
  }

  /** A replaced driver never comes back to this process: the session ends for good. */
  void heed(NvmlReturn why) {
    if (why == NvmlReturn.Code.LIB_RM_VERSION_MISMATCH) {
      lease.end(why);
    }
  }

  void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (lease.end(NvmlReturn.Code.UNINITIALIZED)) {
      library.nvmlShutdown();
    }
    LoadedLibrary.release();
  }
}
