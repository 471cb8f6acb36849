package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;

/** On real tensors of ONNX Runtime. */
class OnnxSizesTest {
  private final OnnxSizes sizes = new OnnxSizes(Batch.of("pixels"));

  private static OnnxTensor ids(int rows, int length) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new long[rows][length]);
  }

  private static OnnxTensor pixels(int rows) throws OrtException {
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[rows][3][2][2]);
  }

  @Test
  void tokenIdsTellRowsAndTokensElseTheInputWithTheBatchTellsRows() throws Exception {
    assertThat(sizes.applyAsLong(Map.of("input_ids", ids(4, 12))))
        .isEqualTo(JoulebookBridge.size(4, 48));
    Map<String, OnnxTensor> bert = new HashMap<>();
    bert.put("attention_mask", ids(3, 9));
    bert.put("input_ids", ids(3, 9));
    assertThat(sizes.applyAsLong(bert)).isEqualTo(JoulebookBridge.size(3, 27));
    assertThat(sizes.applyAsLong(Collections.singletonMap("pixels", pixels(5))))
        .isEqualTo(JoulebookBridge.size(5));
    assertThat(sizes.applyAsLong(Map.of())).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
  }

  @Test
  void theRowsAreThoseOfTheBatchWhateverTheOrderOfTheInputs() throws Exception {
    Map<String, OnnxTensor> inputs = Map.of("state", ids(2, 8), "pixels", pixels(5));
    assertThat(sizes.applyAsLong(inputs)).isEqualTo(JoulebookBridge.size(5));
    assertThat(new OnnxSizes(Batch.of("state")).applyAsLong(inputs))
        .isEqualTo(JoulebookBridge.size(2));
    assertThat(new OnnxSizes(Batch.fixed(1)).applyAsLong(inputs))
        .isEqualTo(JoulebookBridge.size(1));
    for (Batch untold : List.of(Batch.UNKNOWN, Batch.of("audio"))) {
      assertThat(new OnnxSizes(untold).applyAsLong(inputs)).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    }
  }

  @Test
  void noOtherMapIsLookedInto() throws Exception {
    OnnxTensor tensor = ids(4, 12);
    Map<String, OnnxTensor> throwing =
        new HashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          public OnnxTensor get(Object key) {
            throw new IllegalStateException("as a host's own map may");
          }
        };
    Map<String, OnnxTensor> byAccess = new LinkedHashMap<>(16, 0.75f, true);
    byAccess.put("input_ids", tensor);
    for (Map<String, OnnxTensor> map :
        List.of(
            new TreeMap<>(Map.of("input_ids", tensor)),
            new ConcurrentSkipListMap<>(Map.of("input_ids", tensor)),
            byAccess,
            throwing)) {
      assertThat(sizes.applyAsLong(map)).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    }
  }

  @Test
  void whatHasNoRowsIsNotKnown() throws Exception {
    OnnxTensor scalar = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), 1f);

    assertThat(sizes.applyAsLong(Map.of("pixels", scalar))).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    assertThat(sizes.applyAsLong(Map.of("pixels", "no tensor")))
        .isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
  }

  @Test
  void theShapeIsReadWithoutACopy() throws Throwable {
    OnnxTensor tensor = ids(2, 3);

    assertThat(Reflected.shape(tensor)).isSameAs(Reflected.shape(tensor)).containsExactly(2, 3);
  }
}
