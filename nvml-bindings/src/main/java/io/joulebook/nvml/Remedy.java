package io.joulebook.nvml;

/** What a reader can do about a failure, in words for the end of a message. */
final class Remedy {
  private static final String WRONG_ARCHITECTURE = "wrong ELF class";

  private Remedy() {}

  /** For a library that did not load; the loader's own words tell the cases apart. */
  static String forLoading(NvmlReturn why, String loaderWords) {
    if (loaderWords.contains(WRONG_ARCHITECTURE)) {
      return "this JVM is " + System.getProperty("os.arch") + ": name the library built for it";
    }
    return why == NvmlReturn.Code.LIBRARY_NOT_FOUND
        ? "install the NVIDIA driver, or in a container start it with GPUs, or name the library by"
            + " absolute path"
        : of(why);
  }

  /** For a call that the library refused. */
  static String of(NvmlReturn why) {
    return why instanceof NvmlReturn.Code code ? of(code) : "see the driver's release notes";
  }

  private static String of(NvmlReturn.Code code) {
    return switch (code) {
      case DRIVER_NOT_LOADED -> "load the driver (modprobe nvidia) and see dmesg";
      case NO_PERMISSION, OPERATING_SYSTEM ->
          "give this user or container access to /dev/nvidiactl and /dev/nvidia*";
      case LIB_RM_VERSION_MISMATCH ->
          "the driver was replaced under a running system: reboot or reload it, then restart this"
              + " process";
      case GPU_IS_LOST, RESET_REQUIRED -> "see dmesg for Xid errors and reset the GPU";
      case NOT_FOUND, INVALID_ARGUMENT, GPU_NOT_FOUND -> "compare with nvidia-smi -L";
      case UNKNOWN -> "in a container, its device access may have been cut: restart it";
      case UNINITIALIZED -> "open NVML anew";
      case IN_USE -> "close the sessions that read it first";
      case FUNCTION_NOT_FOUND -> "name an NVIDIA driver's libnvidia-ml.so.1";
      default -> "see nvidia-smi -q";
    };
  }
}
