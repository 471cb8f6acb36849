package io.joulebook.agent.instrument;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What an ONNX model is called.
 *
 * @param name its file's name without the ending, or a fingerprint of its bytes
 * @param path its path, or the name again
 */
record OnnxModelName(String name, String path) {
  /** The fingerprint is of the size and of this much from either end: cheap for any model. */
  private static final int ENDS = 1 << 20;

  private static final int HEX_DIGITS = 8;

  /** The name of a model given as a path, as bytes or as a buffer. */
  static OnnxModelName of(Object model) {
    if (model instanceof String path) {
      return new OnnxModelName(fileName(path), path);
    }
    String name = "onnx-" + fingerprint(buffer(model));
    return new OnnxModelName(name, name);
  }

  private static String fileName(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    boolean ending = name.toLowerCase(Locale.ROOT).endsWith(".onnx");
    return ending ? name.substring(0, name.length() - ".onnx".length()) : name;
  }

  private static ByteBuffer buffer(Object model) {
    if (model instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    return model instanceof ByteBuffer buffer
        ? buffer.duplicate().rewind()
        : ByteBuffer.allocate(0);
  }

  // It is taken on the thread that makes the session: CRC-32C of two mebibytes takes microseconds.
  private static String fingerprint(ByteBuffer model) {
    int size = model.limit();
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, size));
    crc.update(model.slice(0, Math.min(size, ENDS)));
    crc.update(model.slice(Math.max(0, size - ENDS), Math.min(size, ENDS)));
    return HexFormat.of().toHexDigits(crc.getValue(), HEX_DIGITS);
  }
}
