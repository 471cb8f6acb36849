package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that people recognise and that last. */
class ModelPathTest {
  @ParameterizedTest
  @CsvSource({
    "/models/bge-small.onnx, bge-small",
    "bert.v2.ONNX, bert.v2",
    "/models/bge-small/model.onnx, bge-small",
    "/models/reranker/model.onnx, reranker",
    "/models/reranker/model_quantized.onnx, reranker/model_quantized",
    "/models/bge-small/onnx/model.onnx, bge-small",
    "/models/whisper/onnx/decoder_model_merged.onnx, whisper/decoder_model_merged",
    "/models/whisper/encoder_model.onnx, whisper/encoder_model",
    "/models/resnet/3/model.onnx, resnet/3",
    "/models/resnet/v1.2/saved_model.pb, resnet/v1.2",
    "'C:\\models\\bge\\model.onnx', bge",
    "./model.onnx, model",
    "/hub/models--BAAI--bge-small-en/snapshots/5c38ec7c405ec4b44b94cc5a9bb96e735b38267a/onnx/model.onnx, BAAI/bge-small-en",
    "/tmp/junit-1234567890123456789/minilm.onnx, minilm",
  })
  void aModelIsCalledAsPeopleDo(String path, String name) {
    assertThat(ModelPath.name(path)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/model1234567890123456789.onnx",
        "/tmp/onnx-123456789012345678.onnx",
        "/tmp/junit-1234567890123456789/model.onnx",
        "/tmp/7d444840-9dc0-11d1-b245-5ffdce74fad2/model.onnx",
        "/tmp/7d444840-9dc0-11d1-b245-5ffdce74fad2.onnx",
        "",
      })
  void whatIsAnotherAfterARestartIsNoName(String path) {
    assertThat(ModelPath.name(path)).isEmpty();
  }

  @Test
  void numbersOfSizesAndVersionsAreNoneOfAChance() {
    assertThat(ModelPath.name("/m/resnet50-v2-7-20240131.onnx")).contains("resnet50-v2-7-20240131");
  }
}
