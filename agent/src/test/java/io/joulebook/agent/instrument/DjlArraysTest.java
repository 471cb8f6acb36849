package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.passthrough.PassthroughNDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DjlArraysTest {
  private static final long UNKNOWN = JoulebookBridge.UNKNOWN_SIZE;

  /** As much of a predictor as is looked at. */
  private record PredictorLike(@Nullable Object translator) {}

  private static NDArray array(long... shape) {
    return new PassthroughNDArray(
        PassthroughNDManager.INSTANCE, "numbers", new Shape(shape), DataType.FLOAT32);
  }

  @Test
  void aListOfArraysIsOneBatchWithItsRows() {
    assertThat(DjlArrays.size(new NDList(array(3, 16), array(3, 16), array(3)))).isEqualTo(3);
    assertThat(
            DjlArrays.size(List.of(new NDList(array(3, 4)), new NDList(array(1, 4), array(1, 2)))))
        .isEqualTo(4);
  }

  @Test
  void whatIsNoBatchIsOfUnknownSize() {
    assertThat(DjlArrays.size(new NDList(array(3, 4), array(2, 4)))).isEqualTo(UNKNOWN);
    assertThat(DjlArrays.size(new NDList(array()))).isEqualTo(UNKNOWN);
    assertThat(DjlArrays.size(new NDList())).isEqualTo(UNKNOWN);
    assertThat(DjlArrays.size(List.of(new NDList(array(3)), "text"))).isEqualTo(UNKNOWN);
    assertThat(DjlArrays.size("text")).isEqualTo(UNKNOWN);
  }

  @Test
  void noCodeOfTheHostsIsRun() {
    Set<String> called = new LinkedHashSet<>();
    NDArray ofTheHost =
        (NDArray)
            Proxy.newProxyInstance(
                NDArray.class.getClassLoader(),
                new Class<?>[] {NDArray.class},
                (proxy, method, arguments) -> {
                  called.add(method.getName());
                  return new Shape(7);
                });

    assertThat(DjlArrays.size(new NDList(ofTheHost))).isEqualTo(UNKNOWN);
    assertThat(called).doesNotContain("getShape");
  }

  @Test
  void onlyAPredictorThatLeavesListsAsTheyAreTakesBatches() throws Exception {
    assertThat(DjlArrays.areBatches(new PredictorLike(new NoopTranslator()))).isTrue();
    assertThat(DjlArrays.areBatches(new PredictorLike(new NoopTranslator(Batchifier.STACK))))
        .isFalse();
    assertThat(DjlArrays.areBatches(new PredictorLike("another"))).isFalse();
    assertThat(DjlArrays.areBatches(new PredictorLike(null))).isFalse();
  }
}
