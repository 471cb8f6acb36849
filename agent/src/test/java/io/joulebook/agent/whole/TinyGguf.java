package io.joulebook.agent.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes a language model of random weights that llama.cpp loads: two layers, and a vocabulary of
 * bytes. The format is GGUF 3, of ggml's docs/gguf.md.
 */
final class TinyGguf {
  private static final int LAYERS = 2;
  private static final int WIDTH = 32;
  private static final int HIDDEN = 64;
  private static final int ALIGNMENT = 32;
  private static final int SPECIAL_TOKENS = 3;
  private static final int BYTES = 256;
  private static final int VOCABULARY = SPECIAL_TOKENS + BYTES;

  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private static final int UNKNOWN_TOKEN = 2;
  private static final int CONTROL_TOKEN = 3;
  private static final int BYTE_TOKEN = 6;

  private final ByteBuffer out = ByteBuffer.allocate(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private final List<long[]> shapes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private int keys;

  private TinyGguf() {}

  static void write(Path file) throws IOException {
    Files.write(file, new TinyGguf().bytes());
  }

  private byte[] bytes() {
    tensors();
    out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(names.size());
    int countAt = out.position();
    out.putLong(0);
    keys();
    out.putLong(countAt, keys);
    long offset = 0;
    for (int i = 0; i < names.size(); i++) {
      text(names.get(i));
      out.putInt(shapes.get(i).length);
      for (long each : shapes.get(i)) {
        out.putLong(each);
      }
      out.putInt(0).putLong(offset); // 0 is 32 bit floating point
      offset = aligned(offset + Float.BYTES * size(shapes.get(i)));
    }
    int data = (int) aligned(out.position());
    Random random = new Random(7);
    for (long[] shape : shapes) {
      out.position((int) (data + aligned(out.position() - data)));
      for (long i = size(shape); i > 0; i--) {
        out.putFloat(shape.length == 1 ? 1 : (random.nextFloat() - 0.5f) / 4);
      }
    }
    byte[] all = new byte[out.flip().limit()];
    out.get(all);
    return all;
  }

  private void keys() {
    text("general.architecture", "llama");
    text("general.name", "tiny");
    number("llama.context_length", 512);
    number("llama.embedding_length", WIDTH);
    number("llama.block_count", LAYERS);
    number("llama.feed_forward_length", HIDDEN);
    number("llama.attention.head_count", 2);
    number("llama.attention.head_count_kv", 2);
    number("llama.rope.dimension_count", WIDTH / 2);
    number("llama.vocab_size", VOCABULARY);
    key("llama.attention.layer_norm_rms_epsilon", FLOAT32);
    out.putFloat(1e-5f);
    text("tokenizer.ggml.model", "llama");
    array("tokenizer.ggml.tokens", STRING);
    for (int i = 0; i < VOCABULARY; i++) {
      text(token(i));
    }
    array("tokenizer.ggml.scores", FLOAT32);
    for (int i = 0; i < VOCABULARY; i++) {
      out.putFloat(0);
    }
    array("tokenizer.ggml.token_type", INT32);
    for (int i = 0; i < VOCABULARY; i++) {
      out.putInt(i == 0 ? UNKNOWN_TOKEN : i < SPECIAL_TOKENS ? CONTROL_TOKEN : BYTE_TOKEN);
    }
    number("tokenizer.ggml.bos_token_id", 1);
    number("tokenizer.ggml.eos_token_id", 2);
    number("tokenizer.ggml.unknown_token_id", 0);
  }

  private static String token(int i) {
    String[] special = {"<unk>", "<s>", "</s>"};
    return i < SPECIAL_TOKENS ? special[i] : String.format("<0x%02X>", i - SPECIAL_TOKENS);
  }

  private void tensors() {
    tensor("token_embd.weight", WIDTH, VOCABULARY);
    tensor("output_norm.weight", WIDTH);
    tensor("output.weight", WIDTH, VOCABULARY);
    for (int i = 0; i < LAYERS; i++) {
      String block = "blk." + i + ".";
      tensor(block + "attn_norm.weight", WIDTH);
      for (String each : List.of("q", "k", "v", "output")) {
        tensor(block + "attn_" + each + ".weight", WIDTH, WIDTH);
      }
      tensor(block + "ffn_norm.weight", WIDTH);
      tensor(block + "ffn_gate.weight", WIDTH, HIDDEN);
      tensor(block + "ffn_up.weight", WIDTH, HIDDEN);
      tensor(block + "ffn_down.weight", HIDDEN, WIDTH);
    }
  }

  private void tensor(String name, long... shape) {
    names.add(name);
    shapes.add(shape);
  }

  private static long size(long[] shape) {
    return shape.length == 1 ? shape[0] : shape[0] * shape[1];
  }

  private static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void key(String name, int type) {
    keys++;
    text(name);
    out.putInt(type);
  }

  private void number(String name, int value) {
    key(name, UINT32);
    out.putInt(value);
  }

  private void text(String name, String value) {
    key(name, STRING);
    text(value);
  }

  private void array(String name, int type) {
    key(name, ARRAY);
    out.putInt(type).putLong(VOCABULARY);
  }

  private void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
  }
}
