package io.joulebook.nvml;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;

/** C strings in native memory. */
final class Text {
  private Text() {}

  static Memory blank(int bytes) {
    Memory memory = new Memory(bytes);
    memory.clear();
    return memory;
  }

  static Memory of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = blank(bytes.length + 1);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  static String in(Memory memory) {
    return memory.getString(0, StandardCharsets.UTF_8.name());
  }
}
