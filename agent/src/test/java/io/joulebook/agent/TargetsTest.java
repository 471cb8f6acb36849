package io.joulebook.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.BuiltInHooks;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.instrument.KnownEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
  @Test
  void theRootTierLooksOutForTheClassesOfInferenceLibrariesAndForNothingElse() {
    List<String> engines =
        KnownEngine.ALL.stream()
            .filter(engine -> engine.hook().isEmpty())
            .flatMap(engine -> engine.markers().stream())
            .map(type -> "trigger " + type.replace('.', '/'))
            .toList();
    assertThat(BuiltInHooks.targets().lines())
        .containsAll(engines)
        .filteredOn(line -> !engines.contains(line))
        .containsExactlyInAnyOrder(
            "woven ai/djl/BaseModel",
            "woven ai/djl/inference/Predictor",
            "woven ai/djl/inference/streaming/ChunkedBytesSupplier",
            "woven ai/djl/inference/streaming/PublisherBytesSupplier",
            "woven ai/djl/inference/streaming/StreamingTranslator$StreamOutput",
            "woven ai/djl/nn/AbstractBaseBlock",
            "woven ai/onnxruntime/OrtEnvironment",
            "woven ai/onnxruntime/OrtSession",
            "woven ai/onnxruntime/OrtSession$SessionOptions",
            "woven com/github/tjake/jlama/model/AbstractModel",
            "woven com/github/tjake/jlama/model/ModelSupport",
            "woven de/kherud/llama/LlamaIterator",
            "woven de/kherud/llama/LlamaModel",
            "woven de/kherud/llama/LlamaModel$LlamaIterator",
            "woven ml/dmlc/xgboost4j/java/Booster",
            "woven net/ladenthin/llama/LlamaIterator",
            "woven net/ladenthin/llama/LlamaModel",
            "woven net/ladenthin/llama/LlamaModel$LlamaIterator",
            "woven org/beehive/gpullama3/model/llama/Llama",
            "woven org/beehive/gpullama3/model/loader/ModelLoader",
            "woven org/beehive/gpullama3/model/mistral/Mistral",
            "woven org/beehive/gpullama3/model/phi3/Phi3",
            "woven org/beehive/gpullama3/model/qwen2/Qwen2",
            "woven org/beehive/gpullama3/model/qwen3/Qwen3",
            "woven org/deeplearning4j/nn/graph/ComputationGraph",
            "woven org/deeplearning4j/nn/multilayer/MultiLayerNetwork",
            "woven org/deeplearning4j/util/ModelSerializer",
            "woven org/nd4j/autodiff/samediff/SameDiff",
            "woven org/pytorch/serve/http/api/rest/InferenceRequestHandler",
            "woven org/pytorch/serve/job/Job",
            "woven org/pytorch/serve/wlm/AsyncBatchAggregator",
            "woven org/pytorch/serve/wlm/BatchAggregator",
            "woven org/pytorch/serve/wlm/ContinuousBatching",
            "woven org/pytorch/serve/wlm/WorkerThread",
            "woven org/tensorflow/ConcreteFunction",
            "woven org/tensorflow/SavedModelBundle$Loader",
            "woven org/tensorflow/Session$Runner",
            "trigger org/tensorflow/TensorFlow",
            "trigger ai/djl/engine/Engine",
            "trigger ai/onnxruntime/OnnxRuntime",
            "trigger ai/onnxruntime/OrtEnvironment");
  }

  @Test
  void whatItLooksOutForIsWhatTheHooksWeave() {
    Hooks hooks = new Hooks(Set.of(), List.of(), complaint -> {});

    assertThat(BuiltInHooks.targets().lines().filter(line -> line.startsWith("woven ")))
        .containsExactlyInAnyOrderElementsOf(
            hooks.types().stream().map(type -> "woven " + type.replace('.', '/')).toList());
  }

  @Test
  void aTriggerIsNotWovenAndAWovenClassIsNoTrigger() {
    Targets targets = Targets.of("woven a/B\ntrigger c/D\nwoven e/F\n", "");

    assertThat(List.of("a/B", "c/D", "e/F", "", "woven a/B"))
        .filteredOn(targets::isWoven)
        .containsExactly("a/B", "e/F");
    assertThat(List.of("a/B", "c/D", "e/F", "", "trigger c/D"))
        .filteredOn(targets::isTrigger)
        .containsExactly("c/D");
    assertThat(targets.hasCustomHooks()).isFalse();
  }

  @Test
  void customHooksOfTheAgentArgumentAreLookedOutFor() {
    Targets targets =
        Targets.of(
            "",
            "power.source=none,hooks.custom=com.acme.Ranker#score=a; com.acme.In$ner#run=b;com.acme.Base+#x(int)=c");

    assertThat(targets.isWoven("com/acme/Ranker")).isTrue();
    assertThat(targets.isWoven("com/acme/In$ner")).isTrue();
    assertThat(targets.isWoven("com/acme/Base")).isTrue();
    assertThat(targets.isWoven("com/acme/Other")).isFalse();
    assertThat(targets.hasCustomHooks()).isTrue();
    assertThat(targets.meansSubclasses()).isTrue();
    assertThat(Targets.of("", "hooks.custom=a.B#c+=d").meansSubclasses()).isFalse();
    assertThat(targets.needConfiguration()).isFalse();
    assertThat(Targets.of("", "config=x.yaml").needConfiguration()).isTrue();
  }

  @Test
  void classesThatTheConfigurationNamesAreLookedOutForToo(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("joulebook.yaml");
    Files.writeString(
        config,
        """
        # a comment; see https://example.org/#top
        hooks.custom: "com.acme.Ranker#score=a; com.acme.Base+#run(int)=b"
        """);

    Targets targets = Targets.of("", "config=" + config);
    assertThat(targets.isWoven("com/acme/Ranker")).isTrue();
    assertThat(targets.isWoven("com/acme/Base")).isTrue();
    assertThat(targets.isWoven("example/org")).isFalse();
    assertThat(Targets.of("", "config=" + folder).needConfiguration()).isTrue();
  }
}
