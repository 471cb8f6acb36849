package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedTextTest {
  private static final String LONG = "m".repeat(100_000);

  @Test
  void aNameThatFitsIsLeftAsItIs() {
    assertThat(BoundedText.onLabel("m".repeat(200))).isEqualTo("m".repeat(200));
    assertThat(BoundedText.onReceipt("m".repeat(1_024))).isEqualTo("m".repeat(1_024));
  }

  @Test
  void aLongNameIsCutAndEndsInAHash() {
    assertThat(BoundedText.onLabel(LONG)).hasSize(200).matches("m{183}…[0-9a-f]{16}");
    assertThat(BoundedText.onReceipt(LONG)).hasSize(1_024).matches("m{1007}…[0-9a-f]{16}");
    assertThat(BoundedText.onLabel("m".repeat(201))).hasSize(200);
  }

  @Test
  void twoLongNamesStayTwo() {
    for (String other : new String[] {LONG + "x", LONG + "m", LONG.substring(1) + "n"}) {
      assertThat(BoundedText.onLabel(other)).isNotEqualTo(BoundedText.onLabel(LONG));
      assertThat(BoundedText.onLabel(BoundedText.onReceipt(other)))
          .isNotEqualTo(BoundedText.onLabel(BoundedText.onReceipt(LONG)));
    }
  }

  @Test
  void noCharacterIsTornApart() {
    for (String shift : new String[] {"", "x"}) {
      String cut = BoundedText.onLabel(shift + "😀".repeat(1_000));

      assertThat(cut.length()).isBetween(199, 200);
      assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(cut)
          .doesNotContain("?");
    }
  }

  @Test
  void callsAndReceiptsHaveNoLongerOnes() {
    Call call = new Call(LONG, "onnxruntime", "run", Call.Outcome.OK);

    assertThat(call.model()).hasSize(1_024);
    assertThat(call).isEqualTo(new Call(LONG, "onnxruntime", "run", Call.Outcome.OK));
  }
}
