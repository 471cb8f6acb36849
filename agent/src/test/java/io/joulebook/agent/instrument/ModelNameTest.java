package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelNameTest {
  private static final byte[] MODEL =
      "not really a model".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Test
  void aFileGivesItsName() {
    ModelName name = ModelName.of("/models/bert.v2.ONNX", "onnx");
    assertThat(name.name()).isEqualTo("bert.v2");
    assertThat(name.path()).isEqualTo("/models/bert.v2.ONNX");
    assertThat(ModelName.of("bert.ort", "onnx").name()).isEqualTo("bert");
  }

  @Test
  void aFileHasTheFingerprintOfItsBytesWhereverItLies(@TempDir Path folder) throws Exception {
    for (int size : new int[] {0, 1, 1 << 20, 3 << 20}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Path first = Files.write(folder.resolve("model" + System.nanoTime() + ".onnx"), bytes);
      Path second = Files.write(folder.resolve("model-" + UUID.randomUUID() + ".onnx"), bytes);

      ModelName name = ModelName.of(first.toString(), "onnx");
      assertThat(name.fingerprint()).isEqualTo(ModelName.of(bytes, "onnx").fingerprint());
      assertThat(ModelName.of(second.toString(), "onnx").fingerprint())
          .isEqualTo(name.fingerprint());
    }
  }

  @Test
  void bytesGiveTheSameFingerprintHoweverTheyArePassed() {
    ByteBuffer direct = ByteBuffer.allocateDirect(MODEL.length).put(MODEL);

    assertThat(ModelName.of(MODEL, "onnx").name()).matches("onnx-[0-9a-f]{8}");
    assertThat(ModelName.of(direct, "onnx")).isEqualTo(ModelName.of(MODEL, "onnx"));
    assertThat(direct.position()).isEqualTo(MODEL.length);
  }

  @Test
  void anotherModelGivesAnotherFingerprint() {
    byte[] other = MODEL.clone();
    other[0]++;

    assertThat(ModelName.of(other, "onnx")).isNotEqualTo(ModelName.of(MODEL, "onnx"));
  }
}
