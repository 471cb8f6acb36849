package io.joulebook.agent.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code ai.djl.modality.Output}, the answer of DJL's engines that are servers. */
final class DjlOutput {
  /** A supplier of bytes to which its maker appends. */
  static final String CHUNKS = "ai.djl.inference.streaming.ChunkedBytesSupplier";

  /** The same for one who subscribes. */
  static final String PUBLISHER = "ai.djl.inference.streaming.PublisherBytesSupplier";

  private static final String OUTPUT = "ai.djl.modality.Output";
  private static final String BYTES = "ai.djl.ndarray.BytesSupplierImpl";

  /** {@code Output.getData}, and {@code toByteBuffer} of plain bytes: both read fields only. */
  private static final Privileged.OfClass<Optional<MethodHandle>> READER =
      new Privileged.OfClass<>() {
        @Override
        protected Optional<MethodHandle> compute(Class<?> type) {
          return switch (type.getName()) {
            case OUTPUT -> reader(type, "getData");
            case BYTES -> reader(type, "toByteBuffer");
            default -> Optional.empty();
          };
        }
      };

  private DjlOutput() {}

  private static Optional<MethodHandle> reader(Class<?> type, String method) {
    try {
      return Optional.of(
          MethodHandles.privateLookupIn(type, MethodHandles.lookup())
              .unreflect(type.getMethod(method))
              .asType(MethodType.methodType(Object.class, Object.class)));
    } catch (ReflectiveOperationException unknownVersion) {
      return Optional.empty();
    }
  }

  /** The stream that a result still is, or null if it is complete or none of DJL's. */
  static @Nullable Object stream(@Nullable Object result) {
    if (result == null || !result.getClass().getName().equals(OUTPUT)) {
      return null;
    }
    Object data = read(result);
    if (data == null) {
      return null;
    }
    String type = data.getClass().getName();
    return type.equals(CHUNKS) || type.equals(PUBLISHER) ? data : null;
  }

  /** Whether there is anything in a piece of a stream; a supplier that is not known may have. */
  static boolean isEmpty(@Nullable Object piece) {
    if (piece == null) {
      return true;
    }
    ByteBuffer bytes = bytes(piece);
    return bytes != null && !bytes.hasRemaining();
  }

  /** What the engine says of tokens in a piece of a stream; null if nothing. */
  static @Nullable TokenUsage usage(@Nullable Object piece) {
    ByteBuffer bytes = piece == null ? null : bytes(piece);
    return bytes == null ? null : TokenUsage.in(bytes);
  }

  private static @Nullable ByteBuffer bytes(Object piece) {
    if (piece instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return read(piece) instanceof ByteBuffer bytes ? bytes : null;
  }

  private static @Nullable Object read(Object from) {
    try {
      Optional<MethodHandle> reader = READER.get(from.getClass());
      return reader.isPresent() ? (Object) reader.get().invokeExact(from) : null;
    } catch (Throwable unreadable) {
      return null;
    }
  }
}
