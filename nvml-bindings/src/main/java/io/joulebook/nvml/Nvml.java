package io.joulebook.nvml;

import com.sun.jna.Memory;
import io.joulebook.nvml.raw.LibNvml;
import io.joulebook.nvml.raw.NvmlHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open session with NVML.
 *
 * <p>Open one per process and keep it: opening costs the driver time, and an open session blocks
 * GPU resets. Opening attaches no GPU; asking for one does, and may wake it, so ask only for those
 * that are wanted. Several sessions on one library may be open at once; a second library only when
 * no session holds the first.
 *
 * <p>Thread-safe. Any call may hang with the driver, {@link #close} included, and cannot be
 * interrupted. Close when no other thread is about to read: a call under way when the session
 * closes ends in the library.
 */
public final class Nvml implements AutoCloseable {
  /** The name that every Linux driver installs. */
  public static final String DEFAULT_LIBRARY = "libnvidia-ml.so.1";

  /** The driver's device files end with /dev/nvidia254. */
  private static final int MOST_GPUS = 255;

  private final Session session;

  private Nvml(Session session) {
    this.session = session;
  }

  /** Opens the driver's own library. */
  public static Nvml open() throws NvmlException {
    return open(DEFAULT_LIBRARY);
  }

  /**
   * Opens a library by plain name, which the dynamic loader searches, or by absolute path.
   *
   * @throws NvmlException when it cannot be loaded or initialised; the message says what to do
   */
  public static Nvml open(String library) throws NvmlException {
    return new Nvml(Session.open(library));
  }

  /** The file that the dynamic loader mapped. */
  public Path library() {
    return session.library().file();
  }

  /** The version of the kernel driver, such as {@code 570.86.15}. */
  public String driverVersion() throws NvmlException {
    session.requireOpen("nvmlSystemGetDriverVersion");
    int size = NvmlHeader.NVML_SYSTEM_DRIVER_VERSION_BUFFER_SIZE;
    Memory version = Text.blank(size);
    session.check(lib().nvmlSystemGetDriverVersion(version, size), "nvmlSystemGetDriverVersion");
    return Text.in(version);
  }

  /** The version of the library, such as {@code 12.570.86.15}. */
  public String nvmlVersion() throws NvmlException {
    session.requireOpen("nvmlSystemGetNVMLVersion");
    int size = NvmlHeader.NVML_SYSTEM_NVML_VERSION_BUFFER_SIZE;
    Memory version = Text.blank(size);
    session.check(lib().nvmlSystemGetNVMLVersion(version, size), "nvmlSystemGetNVMLVersion");
    return Text.in(version);
  }

  /**
   * How many GPUs the driver shows this process. Attaches none.
   *
   * @throws NvmlException also if it tells of more than a host can have
   */
  public int gpuCount() throws NvmlException {
    session.requireOpen("nvmlDeviceGetCount_v2");
    Memory count = Text.blank(Integer.BYTES);
    session.check(lib().nvmlDeviceGetCount_v2(count), "nvmlDeviceGetCount_v2");
    int gpus = count.getInt(0);
    if (gpus < 0 || gpus > MOST_GPUS) {
      throw new NvmlException(
          NvmlReturn.Code.UNKNOWN,
          "%s: nvmlDeviceGetCount_v2 told of %s GPUs, which no host has (%d at most); see dmesg"
              .formatted(lib().file(), Integer.toUnsignedString(gpus), MOST_GPUS));
    }
    return gpus;
  }

  /**
   * Attaches every GPU that can be attached, in PCI order.
   *
   * <p>A GPU that cannot is left out, so that it does not take the others with it; {@link
   * #gpu(int)} says why.
   */
  public List<Gpu> gpus() throws NvmlException {
    List<Gpu> attached = new ArrayList<>();
    int count = gpuCount();
    for (int index = 0; index < count; index++) {
      addIfAttachable(attached, index);
    }
    return List.copyOf(attached);
  }

  private void addIfAttachable(List<Gpu> attached, int index) throws NvmlException {
    try {
      attached.add(gpu(index));
    } catch (NvmlException leftOut) {
      session.requireOpen("nvmlDeviceGetHandleByIndex_v2");
    }
  }

  /**
   * Attaches the GPU of this index in PCI order, from 0. CUDA's numbers are others: prefer the
   * UUID.
   */
  public Gpu gpu(int index) throws NvmlException {
    session.requireOpen("nvmlDeviceGetHandleByIndex_v2");
    Memory device = Text.blank(Long.BYTES);
    session.check(
        lib().nvmlDeviceGetHandleByIndex_v2(index, device),
        "nvmlDeviceGetHandleByIndex_v2(" + index + ")");
    return attach(device.getLong(0), 0);
  }

  /** Attaches the GPU of this UUID. */
  public Gpu gpu(String uuid) throws NvmlException {
    return attach(uuid, 0);
  }

  /**
   * Attaches the whole GPU that a MIG instance is part of.
   *
   * @param instance the instance's UUID, such as {@code MIG-6fd1bf16-…}
   */
  public Gpu gpuOfInstance(String instance) throws NvmlException {
    Memory device = handleOf(instance);
    session.check(
        lib().nvmlDeviceGetDeviceHandleFromMigDeviceHandle(device.getLong(0), device),
        "nvmlDeviceGetDeviceHandleFromMigDeviceHandle(" + instance + ")");
    return attach(device.getLong(0), 0);
  }

  /**
   * Attaches anew the GPU that another object stood for, in this or an earlier session.
   *
   * <p>The old object is retired first, so two generations are never read side by side.
   */
  public Gpu reattach(Gpu gpu) throws NvmlException {
    gpu.retire();
    Gpu again = attach(gpu.uuid(), gpu.generation() + 1);
    if (!again.uuid().equals(gpu.uuid())) {
      again.retire();
      throw new NvmlException(
          NvmlReturn.Code.NOT_FOUND,
          "asked for " + gpu.uuid() + ", the driver gave " + again.uuid());
    }
    return again;
  }

  /**
   * When the driver last answered a question about the session or how to attach a GPU, by {@link
   * System#nanoTime}: while it attaches one after the other this goes on. For any thread.
   */
  public long answeredAt() {
    return session.answeredAt();
  }

  private Gpu attach(String uuid, int generation) throws NvmlException {
    return attach(handleOf(uuid).getLong(0), generation);
  }

  private Memory handleOf(String uuid) throws NvmlException {
    session.requireOpen("nvmlDeviceGetHandleByUUID");
    Memory device = Text.blank(Long.BYTES);
    session.check(
        lib().nvmlDeviceGetHandleByUUID(Text.of(uuid), device),
        "nvmlDeviceGetHandleByUUID(" + uuid + ")");
    return device;
  }

  private Gpu attach(long device, int generation) throws NvmlException {
    String uuid = uuid(device);
    return new Gpu(new Handle(session, device), uuid, name(device), generation);
  }

  private String uuid(long device) throws NvmlException {
    int size = NvmlHeader.NVML_DEVICE_UUID_V2_BUFFER_SIZE;
    Memory uuid = Text.blank(size);
    session.check(lib().nvmlDeviceGetUUID(device, uuid, size), "nvmlDeviceGetUUID");
    String told = Text.in(uuid);
    if (told.isBlank()) {
      throw new NvmlException(
          NvmlReturn.Code.UNKNOWN, lib().file() + ": nvmlDeviceGetUUID told none; see dmesg");
    }
    return told;
  }

  private String name(long device) throws NvmlException {
    int size = NvmlHeader.NVML_DEVICE_NAME_V2_BUFFER_SIZE;
    Memory name = Text.blank(size);
    session.check(lib().nvmlDeviceGetName(device, name, size), "nvmlDeviceGetName");
    return Text.in(name);
  }

  private LibNvml lib() {
    return session.library();
  }

  /**
   * Ends the session. Every later reading is unavailable, and the library is not entered for it.
   */
  @Override
  public void close() {
    session.close();
  }
}
