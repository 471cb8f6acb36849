package io.joulebook.benchmarks.device;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A kernel on CUDA's first device that multiplies until the device's own clock says that its time
 * is over. The kernel is PTX, which the driver compiles: no toolkit is needed.
 */
final class CudaLoad implements Load {
  static final String LIBRARY = "libcuda.so.1";

  private static final int MULTIPROCESSOR_COUNT = 16;
  private static final int THREADS = 256;

  /** All of them run at once on any multiprocessor, so that none begins when others have ended. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 4;

  private static final String ENTRY = "spin";

  /** The result is stored only if it is infinite, which it never is and no compiler can know. */
  private static final String PTX =
      """
      .version 6.0
      .target sm_60
      .address_size 64
      .visible .entry spin(.param .u64 nanos, .param .u64 sink)
      {
        .reg .pred %p<3>;
        .reg .f32 %f<7>;
        .reg .b64 %rd<6>;
        ld.param.u64 %rd1, [nanos];
        ld.param.u64 %rd5, [sink];
        mov.u64 %rd2, %globaltimer;
        mov.f32 %f1, 0f3F800000;
        mov.f32 %f2, 0f3F000000;
        mov.f32 %f3, 0f3F400000;
        mov.f32 %f4, 0f3F200000;
        mov.f32 %f5, 0f3F7FFF00;
      again:
      %s  mov.u64 %rd3, %globaltimer;
        sub.u64 %rd4, %rd3, %rd2;
        setp.lt.u64 %p1, %rd4, %rd1;
        @%p1 bra again;
        add.f32 %f1, %f1, %f2;
        add.f32 %f3, %f3, %f4;
        add.f32 %f1, %f1, %f3;
        setp.eq.f32 %p2, %f1, 0f7F800000;
        @%p2 st.global.f32 [%rd5], %f1;
        ret;
      }
      """;

  private static final String STEP =
      """
        fma.rn.f32 %f1, %f1, %f5, %f5;
        fma.rn.f32 %f2, %f2, %f5, %f5;
        fma.rn.f32 %f3, %f3, %f5, %f5;
        fma.rn.f32 %f4, %f4, %f5, %f5;
      """;

  private static final int STEPS = 64;

  private final NativeLibrary cuda;
  private final int device;
  private final String uuid;
  private boolean retained;
  private @Nullable Pointer kernel;
  private int blocks;

  private CudaLoad(NativeLibrary cuda, int device, String uuid) {
    this.cuda = cuda;
    this.device = device;
    this.uuid = uuid;
  }

  /**
   * Looks for CUDA's first device; makes no context yet.
   *
   * @param library a plain name or an absolute path
   */
  static CudaLoad find(String library) throws LoadFailure {
    NativeLibrary cuda = load(library);
    check(cuda, "cuInit", 0);
    Memory device = new Memory(Integer.BYTES);
    check(cuda, "cuDeviceGet", device, 0);
    Memory uuid = new Memory(2L * Long.BYTES);
    check(cuda, "cuDeviceGetUuid", uuid, device.getInt(0));
    return new CudaLoad(cuda, device.getInt(0), text(uuid));
  }

  private static NativeLibrary load(String library) throws LoadFailure {
    try {
      return NativeLibrary.getInstance(library);
    } catch (UnsatisfiedLinkError missing) {
      throw new LoadFailure("no CUDA: " + library + " cannot be loaded");
    }
  }

  private static String text(Memory uuid) {
    ByteBuffer bytes = uuid.getByteBuffer(0, uuid.size()).order(ByteOrder.BIG_ENDIAN);
    return "GPU-" + new UUID(bytes.getLong(), bytes.getLong());
  }

  private static void check(NativeLibrary cuda, String function, Object... arguments)
      throws LoadFailure {
    int code;
    try {
      code = cuda.getFunction(function).invokeInt(arguments);
    } catch (UnsatisfiedLinkError missing) {
      throw new LoadFailure("no CUDA: this driver lacks " + function);
    }
    if (code != 0) {
      throw new LoadFailure("no CUDA: " + function + " answered " + code);
    }
  }

  /** The device's name for NVML. */
  String uuid() {
    return uuid;
  }

  @Override
  public void open() throws LoadFailure {
    Memory out = new Memory(Long.BYTES);
    check(cuda, "cuDevicePrimaryCtxRetain", out, device);
    retained = true;
    check(cuda, "cuCtxSetCurrent", out.getPointer(0));
    check(cuda, "cuDeviceGetAttribute", out, MULTIPROCESSOR_COUNT, device);
    blocks = BLOCKS_PER_MULTIPROCESSOR * Math.max(1, out.getInt(0));
    check(cuda, "cuModuleLoadData", out, cString(PTX.replace("%s", STEP.repeat(STEPS))));
    Pointer module = out.getPointer(0);
    check(cuda, "cuModuleGetFunction", out, module, cString(ENTRY));
    kernel = out.getPointer(0);
  }

  private static Memory cString(String text) {
    Memory memory = new Memory(text.length() + 1L);
    memory.setString(0, text, StandardCharsets.US_ASCII.name());
    return memory;
  }

  @Override
  public void begin(long nanos) throws LoadFailure {
    try (Memory values = new Memory(2L * Long.BYTES);
        Memory parameters = new Memory(2L * Long.BYTES)) {
      values.setLong(0, nanos);
      values.setLong(Long.BYTES, 0);
      parameters.setPointer(0, values);
      parameters.setPointer(Long.BYTES, values.share(Long.BYTES));
      check(
          cuda,
          "cuLaunchKernel",
          Objects.requireNonNull(kernel, "not open"),
          blocks,
          1,
          1,
          THREADS,
          1,
          1,
          0,
          Pointer.NULL,
          parameters,
          Pointer.NULL);
    }
  }

  @Override
  public void await() throws LoadFailure {
    check(cuda, "cuStreamSynchronize", Pointer.NULL);
  }

  @Override
  public void close() {
    if (retained) {
      retained = false;
      int ignored =
          cuda.getFunction("cuDevicePrimaryCtxRelease_v2").invokeInt(new Object[] {device});
    }
  }
}
