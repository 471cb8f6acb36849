package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * The Deep Java Library: {@code Predictor.predict} and {@code batchPredict}, tested on 0.38, and
 * the subclasses that override them. A predictor is known by its manager, which no other has. On
 * DJL's ONNX Runtime engine the calls contain {@code OrtSession.run}, which is hooked too: then
 * only that uses the device, not the tokenizer.
 */
final class DjlHook implements CallHook {
  static final String PREDICTOR = "ai.djl.inference.Predictor";
  private static final String PYTHON_PREDICTOR = "ai.djl.python.engine.PyPredictor";
  private static final String ONNX_RUNTIME_ENGINE = "OnnxRuntime";

  private final boolean onnxRuntimeIsHooked;

  DjlHook(boolean onnxRuntimeIsHooked) {
    this.onnxRuntimeIsHooked = onnxRuntimeIsHooked;
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Set<String> types() {
    return Set.of(PREDICTOR, PYTHON_PREDICTOR);
  }

  @Override
  public Set<String> triggers() {
    return Set.of("ai.djl.engine.Engine");
  }

  @Override
  public Optional<String> subclassesIn() {
    return Optional.of("ai.djl.");
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(PREDICTOR);
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder
        .visit(
            Weaving.advice(DjlAdvice.Predict.class, site)
                .on(named("predict").and(takesArguments(Object.class))))
        .visit(
            Weaving.advice(DjlAdvice.BatchPredict.class, site)
                .on(
                    named("batchPredict")
                        .and(takesArguments(1))
                        .and(takesArgument(0, named("java.util.List")))));
  }

  @Override
  public ModelFacts model(@Nullable Object manager, @Nullable Object model) throws Throwable {
    String engine = engine(manager);
    String name = model == null ? "djl" : (String) Reflected.call(model, "ai.djl.Model", "getName");
    return new ModelFacts(
        "djl",
        name,
        model == null ? "" : path(model, name),
        PREDICTOR,
        "predict",
        placement(manager),
        onnxRuntimeIsHooked && engine.equals(ONNX_RUNTIME_ENGINE));
  }

  private static String path(Object model, String name) throws ReflectiveOperationException {
    Object path = Reflected.call(model, "ai.djl.Model", "getModelPath");
    return path == null ? name : path.toString();
  }

  private static String engine(@Nullable Object manager) throws ReflectiveOperationException {
    if (manager == null) {
      return "";
    }
    Object engine = Reflected.call(manager, "ai.djl.ndarray.NDManager", "getEngine");
    return (String) Reflected.call(engine, "ai.djl.engine.Engine", "getEngineName");
  }

  private static Placement placement(@Nullable Object manager) throws ReflectiveOperationException {
    if (manager == null) {
      return Placement.UNKNOWN;
    }
    Object device = Reflected.call(manager, "ai.djl.ndarray.NDManager", "getDevice");
    String type = (String) Reflected.call(device, "ai.djl.Device", "getDeviceType");
    if (!type.toLowerCase(Locale.ROOT).equals("gpu")) {
      return Placement.ELSEWHERE;
    }
    int ordinal = (Integer) Reflected.call(device, "ai.djl.Device", "getDeviceId");
    return new Placement.CudaDevices(Set.of(Math.max(ordinal, 0)));
  }
}
