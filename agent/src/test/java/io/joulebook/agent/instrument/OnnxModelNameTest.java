package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class OnnxModelNameTest {
  private static final byte[] MODEL =
      "not really a model".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @Test
  void aFileGivesItsName() {
    assertThat(OnnxModelName.of("/models/bert.v2.ONNX"))
        .isEqualTo(new OnnxModelName("bert.v2", "/models/bert.v2.ONNX"));
    assertThat(OnnxModelName.of("bert.ort").name()).isEqualTo("bert.ort");
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
