package io.joulebook.nvml;

import io.joulebook.nvml.raw.NvmlHeader;

/**
 * What an NVML call answered: one of the codes of the header, or a code the header does not list.
 *
 * <p>Immutable. Names are the header's without {@code NVML_} or {@code NVML_ERROR_}. Source: NVML
 * 13.3.29.
 */
public sealed interface NvmlReturn permits NvmlReturn.Code, NvmlReturn.UnknownCode {

  /** The {@code nvmlReturn_t} as the library gave it. */
  int code();

  /** What it means, in a few words. */
  String message();

  /** The return for a code; never fails. */
  static NvmlReturn of(int code) {
    for (Code listed : Code.LISTED) {
      if (listed.code() == code) {
        return listed;
      }
    }
    return new UnknownCode(code);
  }

  /** A code that the header lists. */
  enum Code implements NvmlReturn {
    SUCCESS(NvmlHeader.NVML_SUCCESS, "success"),
    UNINITIALIZED(NvmlHeader.NVML_ERROR_UNINITIALIZED, "NVML is not initialised"),
    INVALID_ARGUMENT(NvmlHeader.NVML_ERROR_INVALID_ARGUMENT, "an argument is invalid"),
    NOT_SUPPORTED(NvmlHeader.NVML_ERROR_NOT_SUPPORTED, "this device does not support it"),
    NO_PERMISSION(NvmlHeader.NVML_ERROR_NO_PERMISSION, "this user may not do it"),
    ALREADY_INITIALIZED(NvmlHeader.NVML_ERROR_ALREADY_INITIALIZED, "initialised already"),
    NOT_FOUND(NvmlHeader.NVML_ERROR_NOT_FOUND, "no such object"),
    INSUFFICIENT_SIZE(NvmlHeader.NVML_ERROR_INSUFFICIENT_SIZE, "the buffer is too small"),
    INSUFFICIENT_POWER(
        NvmlHeader.NVML_ERROR_INSUFFICIENT_POWER, "external power cables are not attached"),
    DRIVER_NOT_LOADED(NvmlHeader.NVML_ERROR_DRIVER_NOT_LOADED, "the NVIDIA driver is not loaded"),
    TIMEOUT(NvmlHeader.NVML_ERROR_TIMEOUT, "timed out"),
    IRQ_ISSUE(NvmlHeader.NVML_ERROR_IRQ_ISSUE, "the kernel found an interrupt issue with a GPU"),
    LIBRARY_NOT_FOUND(
        NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND, "the library could not be found or loaded"),
    FUNCTION_NOT_FOUND(NvmlHeader.NVML_ERROR_FUNCTION_NOT_FOUND, "this library lacks the function"),
    CORRUPTED_INFOROM(NvmlHeader.NVML_ERROR_CORRUPTED_INFOROM, "the infoROM is corrupted"),
    GPU_IS_LOST(NvmlHeader.NVML_ERROR_GPU_IS_LOST, "the GPU fell off the bus"),
    RESET_REQUIRED(NvmlHeader.NVML_ERROR_RESET_REQUIRED, "the GPU must be reset before use"),
    OPERATING_SYSTEM(
        NvmlHeader.NVML_ERROR_OPERATING_SYSTEM, "the operating system or a cgroup blocks it"),
    LIB_RM_VERSION_MISMATCH(
        NvmlHeader.NVML_ERROR_LIB_RM_VERSION_MISMATCH, "driver and library differ in version"),
    IN_USE(NvmlHeader.NVML_ERROR_IN_USE, "in use"),
    MEMORY(NvmlHeader.NVML_ERROR_MEMORY, "not enough memory"),
    NO_DATA(NvmlHeader.NVML_ERROR_NO_DATA, "no data"),
    VGPU_ECC_NOT_SUPPORTED(
        NvmlHeader.NVML_ERROR_VGPU_ECC_NOT_SUPPORTED, "not available while ECC is on"),
    INSUFFICIENT_RESOURCES(
        NvmlHeader.NVML_ERROR_INSUFFICIENT_RESOURCES, "a resource other than memory ran out"),
    FREQ_NOT_SUPPORTED(NvmlHeader.NVML_ERROR_FREQ_NOT_SUPPORTED, "frequency not supported"),
    ARGUMENT_VERSION_MISMATCH(
        NvmlHeader.NVML_ERROR_ARGUMENT_VERSION_MISMATCH, "the version of an argument is unknown"),
    DEPRECATED(NvmlHeader.NVML_ERROR_DEPRECATED, "deprecated"),
    NOT_READY(NvmlHeader.NVML_ERROR_NOT_READY, "not ready yet"),
    GPU_NOT_FOUND(NvmlHeader.NVML_ERROR_GPU_NOT_FOUND, "no GPU found"),
    INVALID_STATE(NvmlHeader.NVML_ERROR_INVALID_STATE, "in the wrong state for it"),
    RESET_TYPE_NOT_SUPPORTED(
        NvmlHeader.NVML_ERROR_RESET_TYPE_NOT_SUPPORTED, "this kind of reset is not supported"),
    UNKNOWN(NvmlHeader.NVML_ERROR_UNKNOWN, "an internal driver error");

    private static final Code[] LISTED = values();

    private final int code;
    private final String message;

    Code(int code, String message) {
      this.code = code;
      this.message = message;
    }

    @Override
    public int code() {
      return code;
    }

    @Override
    public String message() {
      return message;
    }
  }

  /** A code that the header of NVML 13.3.29 does not list: a newer driver's, or garbage. */
  record UnknownCode(int code) implements NvmlReturn {

    @Override
    public String message() {
      return "a code these bindings do not know";
    }
  }
}
