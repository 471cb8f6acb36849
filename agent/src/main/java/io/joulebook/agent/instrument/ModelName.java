package io.joulebook.agent.instrument;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a model is called.
 *
 * @param name what people know it by, or a fingerprint; another model may have the same
 * @param path its path, or its fingerprint
 * @param fingerprint eight hexadecimal digits that another model hardly has, the same after a
 *     restart
 */
record ModelName(String name, String path, String fingerprint) {
  /** The fingerprint is of the size and of this much from either end: cheap for any model. */
  private static final int ENDS = 1 << 20;

  private static final int HEX_DIGITS = 8;
  private static final String LANGCHAIN4J = "dev.langchain4j.model.";

  /**
   * The name of a model given as a path, as bytes or as a buffer, by the thread that loads it.
   *
   * @param kind what a fingerprint that serves as a name begins with
   */
  static ModelName of(Object model, String kind) {
    if (model instanceof String || model instanceof File || model instanceof Path) {
      String path = model.toString();
      String fingerprint = ofFile(path);
      return new ModelName(
          ModelPath.name(path).orElse(kind + "-" + fingerprint), path, fingerprint);
    }
    ByteBuffer bytes = buffer(model);
    String fingerprint = fingerprint(bytes, bytes.limit());
    String unnamed = kind + "-" + fingerprint;
    return new ModelName(
        langChain4jModel().or(SpringBean::beingMade).orElse(unnamed), unnamed, fingerprint);
  }

  // Its models load their bytes from a resource: the class is what people know.
  private static Optional<String> langChain4jModel() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(type -> type.startsWith(LANGCHAIN4J) && type.endsWith("Model"))
                    .reduce((inner, outer) -> outer))
        .map(type -> type.substring(type.lastIndexOf('.') + 1));
  }

  private static ByteBuffer buffer(Object model) {
    if (model instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return model instanceof ByteBuffer buffer
        ? buffer.duplicate().rewind()
        : ByteBuffer.allocate(0);
  }

  // The library has just read the file. One that cannot be read is told apart by its path.
  private static String ofFile(String path) {
    try (FileChannel file = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
      long size = file.size();
      ByteBuffer ends = ByteBuffer.allocate((int) Math.min(size, 2L * ENDS));
      ends.limit((int) Math.min(size, ENDS));
      read(file, ends, 0);
      ends.limit(ends.capacity());
      read(file, ends, Math.max(ends.position(), size - ENDS));
      return fingerprint(ends.flip(), size);
    } catch (IOException | InvalidPathException unreadable) {
      byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
      return fingerprint(ByteBuffer.wrap(bytes), bytes.length);
    }
  }

  private static void read(FileChannel file, ByteBuffer into, long from) throws IOException {
    long at = from;
    while (into.hasRemaining()) {
      int count = file.read(into, at);
      if (count < 0) {
        return;
      }
      at += count;
    }
  }

  // CRC-32C of two mebibytes takes microseconds.
  private static String fingerprint(ByteBuffer model, long size) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, (int) size));
    int length = model.limit();
    crc.update(model.slice(0, Math.min(length, ENDS)));
    crc.update(model.slice(Math.max(0, length - ENDS), Math.min(length, ENDS)));
    return HexFormat.of().toHexDigits(crc.getValue(), HEX_DIGITS);
  }
}
