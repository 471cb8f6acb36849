package io.joulebook.agent.instrument;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An inference engine, or a server of models, that runs in JVMs: the agent tells when one is used
 * that it does not meter.
 *
 * @param name its label {@code engine} in metrics and messages
 * @param product what its makers call it
 * @param markers the binary names of the classes of which one is loaded when it is used
 * @param inside what the names of its classes begin with: a custom hook on one of them meters it
 * @param hook the built-in hook that meters it; empty if there is none
 * @param howTo what to do to have it metered where it is not: a sentence without its end
 */
public record KnownEngine(
    String name,
    String product,
    Set<String> markers,
    String inside,
    Optional<String> hook,
    String howTo) {
  /** All that are known, by name. */
  public static final List<KnownEngine> ALL =
      List.of(
          hooked("djl", "Deep Java Library", "ai.djl.", DjlHook.PREDICTOR),
          hooked("onnxruntime", "ONNX Runtime", "ai.onnxruntime.", OnnxRuntimeHook.SESSION),
          hooked(
              Deeplearning4jHook.NAME,
              "Deeplearning4j",
              "org.deeplearning4j.nn.",
              Deeplearning4jHook.NETWORK),
          hooked(GpuLlama3Hook.NAME, "GPULlama3", "org.beehive.gpullama3.", GpuLlama3Hook.LLAMA),
          hooked(JlamaHook.NAME, "Jlama", "com.github.tjake.jlama.", JlamaHook.MODEL),
          hooked(LlamaHook.NAME, "java-llama.cpp", "de.kherud.llama.", LlamaHook.MODEL),
          hooked(TensorFlowHook.NAME, "TensorFlow Java", "org.tensorflow.", TensorFlowHook.RUNNER),
          hooked(
              TorchServeHook.NAME, "TorchServe", "org.pytorch.serve.", TorchServeHook.AGGREGATOR),
          hooked(Xgboost4jHook.NAME, "XGBoost4J", "ml.dmlc.xgboost4j.java.", Xgboost4jHook.BOOSTER),
          methods("cuvs", "NVIDIA cuVS", "com.nvidia.cuvs.", "internal.CagraIndexImpl#search"),
          methods(
              "onnxruntime-genai",
              "ONNX Runtime GenAI",
              "ai.onnxruntime.genai.",
              "Generator#generateNextToken"),
          methods("openvino", "OpenVINO", "org.intel.openvino.", "InferRequest#infer"),
          nativeOnly("bytedeco-pytorch", "PyTorch (JavaCPP)", "org.bytedeco.pytorch.", "JitModule"),
          nativeOnly(
              "bytedeco-tensorrt",
              "TensorRT (JavaCPP)",
              "org.bytedeco.tensorrt.",
              "nvinfer.IExecutionContext"),
          nativeOnly(
              "bytedeco-tritonserver",
              "Triton in process (JavaCPP)",
              "org.bytedeco.tritonserver.",
              "tritonserver.TRITONSERVER_Server"),
          server(
              "multi-model-server",
              "Multi Model Server",
              "com.amazonaws.ml.mms.",
              "wlm.WorkerThread"));

  private static KnownEngine hooked(String name, String product, String inside, String marker) {
    return new KnownEngine(
        name,
        product,
        Set.of(marker),
        inside,
        Optional.of(name),
        "this version of it could not be hooked");
  }

  private static KnownEngine methods(
      String name, String product, String inside, String... methods) {
    List<String> full = List.of(methods).stream().map(method -> inside + method).toList();
    return new KnownEngine(
        name,
        product,
        Set.copyOf(full.stream().map(method -> method.substring(0, method.indexOf('#'))).toList()),
        inside,
        Optional.empty(),
        "to have it metered, set hooks.custom="
            + String.join("=MODEL;", full)
            + "=MODEL with a name of yours for MODEL");
  }

  private static KnownEngine nativeOnly(String name, String product, String inside, String marker) {
    return new KnownEngine(
        name,
        product,
        Set.of(inside + marker),
        inside,
        Optional.empty(),
        "its methods are native: to have it metered, set hooks.custom to the method of yours that"
            + " calls it, as CLASS#METHOD=MODEL");
  }

  private static KnownEngine server(String name, String product, String inside, String marker) {
    return new KnownEngine(
        name,
        product,
        Set.of(inside + marker),
        inside,
        Optional.empty(),
        "its worker processes use the GPU, and no method of this JVM spans their work");
  }

  /** Whether the hook of this name, built in or custom, meters calls of the engine. */
  public boolean isMeteredBy(String hookName) {
    return hook.filter(hookName::equals).isPresent() || hookName.startsWith(inside);
  }
}
