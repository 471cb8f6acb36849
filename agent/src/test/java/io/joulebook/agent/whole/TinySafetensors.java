package io.joulebook.agent.whole;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Writes a language model of random weights as Hugging Face lays models out: {@code config.json},
 * {@code tokenizer.json} with a vocabulary of bytes, and {@code model.safetensors}.
 */
final class TinySafetensors {
  private static final int LAYERS = 2;
  private static final int WIDTH = 64;
  private static final int HIDDEN = 128;
  private static final int SPECIAL_TOKENS = 3;
  private static final int VOCABULARY = SPECIAL_TOKENS + 256;

  private TinySafetensors() {}

  static void write(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu",
         "hidden_size": %d, "intermediate_size": %d, "num_attention_heads": 2,
         "num_key_value_heads": 2, "num_hidden_layers": %d, "rms_norm_eps": 1e-5,
         "rope_theta": 10000.0, "max_position_embeddings": 256, "vocab_size": %d,
         "bos_token_id": 1, "eos_token_id": 2, "tie_word_embeddings": false}
        """
            .formatted(WIDTH, HIDDEN, LAYERS, VOCABULARY));
    Files.writeString(folder.resolve("tokenizer_config.json"), "{}\n");
    Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
    Files.write(folder.resolve("model.safetensors"), tensors());
  }

  private static String tokenizer() {
    StringJoiner vocabulary = new StringJoiner(", ");
    vocabulary.add("\"<unk>\": 0").add("\"<s>\": 1").add("\"</s>\": 2");
    for (int i = 0; i < 256; i++) {
      vocabulary.add("\"<0x%02X>\": %d".formatted(i, SPECIAL_TOKENS + i));
    }
    return """
        {"added_tokens": [
          {"id": 0, "content": "<unk>", "special": true},
          {"id": 1, "content": "<s>", "special": true},
          {"id": 2, "content": "</s>", "special": true}],
         "model": {"type": "BPE", "unk_token": "<unk>", "byte_fallback": true,
          "ignore_merges": false, "vocab": {%s}, "merges": []}}
        """
        .formatted(vocabulary);
  }

  private static byte[] tensors() {
    Map<String, int[]> shapes = shapes();
    StringJoiner header = new StringJoiner(",", "{", "}");
    int offset = 0;
    for (Map.Entry<String, int[]> each : shapes.entrySet()) {
      int[] shape = each.getValue();
      int end = offset + Float.BYTES * size(shape);
      String dimensions = shape.length == 1 ? "" + shape[0] : shape[0] + "," + shape[1];
      header.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
              .formatted(each.getKey(), dimensions, offset, end));
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    Random random = new Random(7);
    for (int[] shape : shapes.values()) {
      for (int i = size(shape); i > 0; i--) {
        out.putFloat(shape.length == 1 ? 1 : (random.nextFloat() - 0.5f) / 4);
      }
    }
    return out.array();
  }

  private static int size(int[] shape) {
    return shape.length == 1 ? shape[0] : shape[0] * shape[1];
  }

  private static Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("model.embed_tokens.weight", new int[] {VOCABULARY, WIDTH});
    shapes.put("model.norm.weight", new int[] {WIDTH});
    shapes.put("lm_head.weight", new int[] {VOCABULARY, WIDTH});
    for (int i = 0; i < LAYERS; i++) {
      String layer = "model.layers." + i + ".";
      shapes.put(layer + "input_layernorm.weight", new int[] {WIDTH});
      shapes.put(layer + "post_attention_layernorm.weight", new int[] {WIDTH});
      for (char each : "qkvo".toCharArray()) {
        shapes.put(layer + "self_attn." + each + "_proj.weight", new int[] {WIDTH, WIDTH});
      }
      shapes.put(layer + "mlp.gate_proj.weight", new int[] {HIDDEN, WIDTH});
      shapes.put(layer + "mlp.up_proj.weight", new int[] {HIDDEN, WIDTH});
      shapes.put(layer + "mlp.down_proj.weight", new int[] {WIDTH, HIDDEN});
    }
    return shapes;
  }
}
