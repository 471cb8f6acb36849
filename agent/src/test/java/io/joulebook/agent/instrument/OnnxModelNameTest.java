package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModelNameTest {
  private static final byte[] MODEL =
      "not really a model".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Test
  void aFileGivesItsName() {
    OnnxModelName name = OnnxModelName.of("/models/bert.v2.ONNX");
    assertThat(name.name()).isEqualTo("bert.v2");
    assertThat(name.path()).isEqualTo("/models/bert.v2.ONNX");
    assertThat(OnnxModelName.of("bert.ort").name()).isEqualTo("bert");
  }

  @Test
  void aFileHasTheFingerprintOfItsBytesWhereverItLies(@TempDir Path folder) throws Exception {
    for (int size : new int[] {0, 1, 1 << 20, 3 << 20}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      Path first = Files.write(folder.resolve("model" + System.nanoTime() + ".onnx"), bytes);
      Path second = Files.write(folder.resolve("model-" + UUID.randomUUID() + ".onnx"), bytes);

      OnnxModelName name = OnnxModelName.of(first.toString());
      assertThat(name.fingerprint()).isEqualTo(OnnxModelName.of(bytes).fingerprint());
      assertThat(OnnxModelName.of(second.toString()).fingerprint()).isEqualTo(name.fingerprint());
    }
  }

  @Test
  void bytesGiveTheSameFingerprintHoweverTheyArePassed() {
    ByteBuffer direct = ByteBuffer.allocateDirect(MODEL.length).put(MODEL);

    assertThat(OnnxModelName.of(MODEL).name()).matches("onnx-[0-9a-f]{8}");
    assertThat(OnnxModelName.of(direct)).isEqualTo(OnnxModelName.of(MODEL));
    assertThat(direct.position()).isEqualTo(MODEL.length);
  }

  @Test
  void anotherModelGivesAnotherFingerprint() {
    byte[] other = MODEL.clone();
    other[0]++;

    assertThat(OnnxModelName.of(other)).isNotEqualTo(OnnxModelName.of(MODEL));
  }
}
