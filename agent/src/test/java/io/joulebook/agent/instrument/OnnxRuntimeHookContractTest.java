package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.TreeSet;

class OnnxRuntimeHookContractTest extends CallHookContract {
  private static final String OPTIONS = "OrtSession$SessionOptions.add";

  /** All that can be added to options: an execution provider that is new has to be looked at. */
  private static final Set<String> ADDED =
      Set.of(
          "ACL",
          "CPU",
          "CUDA",
          "ConfigEntry",
          "CoreML",
          "DirectML",
          "Dnnl",
          "ExecutionProvider",
          "ExternalInitializers",
          "Initializer",
          "Nnapi",
          "OpenVINO",
          "Qnn",
          "ROCM",
          "Tensorrt",
          "Tvm",
          "WebGPU",
          "Xnnpack");

  @Override
  public CallHook hook() {
    return new OnnxRuntimeHook();
  }

  @Override
  Set<String> advice() {
    Set<String> advice =
        new TreeSet<>(ADDED.stream().map(name -> OPTIONS + name + ": note").toList());
    advice.add("OrtEnvironment.createSession: note");
    advice.add("OrtSession.run: enter");
    advice.add("OrtSession.run: exit");
    return advice;
  }
}
