package io.joulebook.nvml.raw;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The one libnvidia-ml that this class loader is bound to, shared by all that use it.
 *
 * <p>A second library may be bound only after the last user has let go of the first. Libraries once
 * loaded stay loaded, and their bindings are never undone, so that a thread still inside one
 * returns safely.
 *
 * <p>Thread-safe. The lock is held while the library is loaded, never while it is called.
 */
public final class LoadedLibrary {
  private static @Nullable LibNvml bound;
  private static int users;

  private LoadedLibrary() {}

  /**
   * Loads and binds the library, or joins those who use it already.
   *
   * @param name a plain name, which the dynamic loader searches, or an absolute path
   */
  public static synchronized LibNvml acquire(String name) throws LoadFailure {
    requirePlatform();
    requirePlainOrAbsolute(name);
    LibNvml library = bind(DynamicLoader.load(name));
    users++;
    return library;
  }

  /** Ends one use; the library stays loaded. */
  public static synchronized void release() {
    users--;
  }

  private static LibNvml bind(NativeLibrary library) throws LoadFailure {
    LibNvml current = bound;
    if (current != null && current.isOn(library)) {
      return current;
    }
    if (current != null && users > 0) {
      throw new LoadFailure(
          NvmlHeader.NVML_ERROR_IN_USE,
          current.file() + " is open already, and a process reads one NVML library at a time");
    }
    bound = null;
    LibNvml fresh = LibNvml.bind(library);
    bound = fresh;
    return fresh;
  }

  private static void requirePlatform() throws LoadFailure {
    if (!Platform.isLinux() || Native.POINTER_SIZE != Long.BYTES) {
      throw new LoadFailure(
          NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND, "only 64-bit JVMs on Linux are served");
    }
  }

  private static void requirePlainOrAbsolute(String name) throws LoadFailure {
    if (name.isBlank() || name.indexOf('/') > 0) {
      throw new LoadFailure(
          NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND, "neither a plain name nor an absolute path");
    }
  }
}
