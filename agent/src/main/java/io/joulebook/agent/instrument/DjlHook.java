package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * The Deep Java Library: {@code Predictor.predict}, {@code batchPredict} and {@code
 * streamingPredict}, in the subclasses that override them too, such as the Python engine's; and
 * {@code Block.forward} where a host calls it itself. Tested on 0.38. On DJL's ONNX Runtime engine
 * the calls contain {@code OrtSession.run}, which is hooked too: then only that uses the device,
 * not the tokenizer.
 *
 * <p>The answer of a language model (rolling batch, streaming) is a supplier of bytes to which
 * another thread appends, one token at a time: the call ends with the last.
 */
final class DjlHook implements CallHook {
  static final String PREDICTOR = "ai.djl.inference.Predictor";
  private static final String STREAM_OUTPUT =
      "ai.djl.inference.streaming.StreamingTranslator$StreamOutput";
  private static final String BLOCK = "ai.djl.nn.AbstractBaseBlock";
  private static final String MODEL = "ai.djl.BaseModel";
  private static final String PYTHON_MODEL = "ai.djl.python.engine.PyModel";
  private static final String CHUNKS = DjlOutput.CHUNKS;
  private static final String PUBLISHER = DjlOutput.PUBLISHER;

  private static final String ONNX_RUNTIME_ENGINE = "OnnxRuntime";

  private final boolean onnxRuntimeIsHooked;
  private final QueuedRequests queue;

  /** What blocks and the outputs of streaming predictions belong to. */
  private final WeakIdentityMap<ModelFacts> facts = new WeakIdentityMap<>();

  /**
   * The hook.
   *
   * @param queue the requests that a server of this library has queued
   */
  DjlHook(boolean onnxRuntimeIsHooked, QueuedRequests queue) {
    this.onnxRuntimeIsHooked = onnxRuntimeIsHooked;
    this.queue = queue;
  }

  @Override
  public String name() {
    return "djl";
  }

  @Override
  public Set<String> types() {
    return Set.of(PREDICTOR, STREAM_OUTPUT, BLOCK, MODEL, CHUNKS, PUBLISHER);
  }

  @Override
  public Set<String> triggers() {
    return Set.of("ai.djl.engine.Engine");
  }

  @Override
  public Optional<String> weavesSubclassesOf() {
    return Optional.of(PREDICTOR);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(PREDICTOR);
  }

  @Override
  public Set<String> needs(String type) {
    return switch (type) {
      case PREDICTOR -> Set.of("predict", "batchPredict");
      case CHUNKS, PUBLISHER -> Set.of("appendContent");
      default -> Set.of();
    };
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case CHUNKS -> append(builder, site, takesArgument(0, named("ai.djl.ndarray.BytesSupplier")));
      case PUBLISHER -> append(builder, site, takesArgument(0, byte[].class));
      case PREDICTOR ->
          predictor(builder, site)
              .visit(Weaving.advice(EngineAdvice.Create.class, site).on(isConstructor()));
      case STREAM_OUTPUT ->
          builder.visit(
              Weaving.advice(DjlAdvice.StreamOutput.class, ExitAdvice.Call.class, site)
                  .on(namedOneOf("computeAsyncOutput", "getIterativeOutput")));
      case BLOCK ->
          builder.visit(
              Weaving.advice(DjlAdvice.Forward.class, ExitAdvice.Call.class, site)
                  .on(
                      named("forward")
                          .and(takesArguments(4))
                          .and(takesArgument(2, boolean.class))));
      case MODEL ->
          builder.visit(Weaving.advice(DjlAdvice.Block.class, site).on(named("getBlock")));
      default -> predictor(builder, site);
    };
  }

  // Of two overloads the one that the other calls.
  private static DynamicType.Builder<?> append(
      DynamicType.Builder<?> builder, int site, ElementMatcher<MethodDescription> piece) {
    return builder.visit(
        Weaving.advice(DjlAdvice.Append.class, site)
            .on(named("appendContent").and(takesArguments(2)).and(piece)));
  }

  private static DynamicType.Builder<?> predictor(DynamicType.Builder<?> builder, int site) {
    return builder
        .visit(
            Weaving.withBridges(
                Weaving.advice(DjlAdvice.Predict.class, ExitAdvice.CallWithResult.class, site)
                    .on(named("predict").and(takesArguments(1)))))
        .visit(
            Weaving.withBridges(
                Weaving.advice(DjlAdvice.BatchPredict.class, ExitAdvice.CallWithResult.class, site)
                    .on(
                        named("batchPredict")
                            .and(takesArguments(1))
                            .and(takesArgument(0, named("java.util.List"))))))
        .visit(
            Weaving.advice(DjlAdvice.StreamingPredict.class, site).on(named("streamingPredict")));
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws Throwable {
    if (first == null || second == null || facts.get(first) != null) {
      return;
    }
    if (isPredictor(second)) {
      facts.put(first, ofPredictor(second, "streamingPredict"));
    } else if (second.getClass().getName().startsWith("ai.djl.")) {
      facts.put(first, facts(null, second, "forward"));
    }
  }

  // The context is the list of inputs that a predictor is given, or of arrays that a block is.
  @Override
  public ModelFacts model(@Nullable Object receiver, @Nullable Object context) throws Throwable {
    if (receiver == null) {
      return facts(null, null, "predict");
    }
    if (isPredictor(receiver)) {
      ModelFacts itself = ofPredictor(receiver, "predict");
      return queue.model(context).map(name -> itself.called(name, itself.path())).orElse(itself);
    }
    ModelFacts known = facts.get(receiver);
    if (context == null) {
      return known == null ? facts(null, null, "streamingPredict") : known;
    }
    Object array = Reflected.call(context, "ai.djl.ndarray.NDList", "head");
    Object manager = Reflected.call(array, "ai.djl.ndarray.NDArray", "getManager");
    ModelFacts here = facts(manager, null, "forward").batched(DjlArrays.BATCH);
    return known == null
        ? here.called(receiver.getClass().getSimpleName(), "")
        : here.called(known.name(), known.path());
  }

  private static boolean isPredictor(Object object) {
    for (Class<?> c = object.getClass(); c != null; c = c.getSuperclass()) {
      if (c.getName().equals(PREDICTOR)) {
        return true;
      }
    }
    return false;
  }

  private ModelFacts ofPredictor(Object predictor, String operation)
      throws ReflectiveOperationException {
    ModelFacts found =
        facts(
            Reflected.field(predictor, "manager"), Reflected.field(predictor, "model"), operation);
    return DjlArrays.areBatches(predictor) ? found.batched(DjlArrays.BATCH) : found;
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return batch.equals(DjlArrays.BATCH) ? Optional.of(DjlArrays::size) : Optional.of(from -> 0);
  }

  private ModelFacts facts(@Nullable Object manager, @Nullable Object model, String operation)
      throws ReflectiveOperationException {
    String name = model == null ? "djl" : (String) Reflected.call(model, "ai.djl.Model", "getName");
    String path = model == null ? "" : path(model, name);
    return new ModelFacts(
        "djl",
        ModelPath.isGeneric(name) ? ModelPath.name(path + "/" + name).orElse(name) : name,
        path,
        PREDICTOR,
        operation,
        placement(manager, model),
        onnxRuntimeIsHooked && engine(manager).equals(ONNX_RUNTIME_ENGINE),
        Batch.UNKNOWN);
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

  private static Placement placement(@Nullable Object manager, @Nullable Object model)
      throws ReflectiveOperationException {
    if (manager == null) {
      return Placement.UNKNOWN;
    }
    Object device = Reflected.call(manager, "ai.djl.ndarray.NDManager", "getDevice");
    int each = model == null ? 1 : tensorParallelDegree(model);
    Set<Integer> ordinals = new TreeSet<>();
    for (Object one : devices(device)) {
      if (type(one).equals("gpu")) {
        int first = Math.max((Integer) Reflected.call(one, "ai.djl.Device", "getDeviceId"), 0);
        for (int i = 0; i < each; i++) {
          ordinals.add(first + i);
        }
      }
    }
    return ordinals.isEmpty()
        ? new Placement.Elsewhere("its predictor's device is " + type(device))
        : new Placement.CudaDevices(ordinals);
  }

  private static String type(Object device) throws ReflectiveOperationException {
    return ((String) Reflected.call(device, "ai.djl.Device", "getDeviceType"))
        .toLowerCase(Locale.ROOT);
  }

  // "gpu0+gpu1" is one device with several inside.
  private static List<?> devices(Object device) throws ReflectiveOperationException {
    return device.getClass().getName().equals("ai.djl.Device$MultiDevice")
        ? (List<?>) Reflected.call(device, device.getClass().getName(), "getDevices")
        : List.of(device);
  }

  // The Python engine's worker takes so many devices, from the predictor's on.
  private static int tensorParallelDegree(Object model) throws ReflectiveOperationException {
    if (!model.getClass().getName().equals(PYTHON_MODEL)) {
      return 1;
    }
    Object degree = Reflected.field(Reflected.field(model, "pyEnv"), "tensorParallelDegree");
    return Math.max((Integer) degree, 1);
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> streams() {
    return Optional.of(DjlHook::stream);
  }

  private static @Nullable Object stream(Object result) {
    return PlainCollections.isList(result) ? streams((List<?>) result) : DjlOutput.stream(result);
  }

  private static @Nullable Object streams(List<?> results) {
    List<@Nullable Object> streams = new ArrayList<>(results.size());
    results.forEach(result -> streams.add(DjlOutput.stream(result)));
    return streams.stream().allMatch(Objects::isNull) ? null : streams;
  }

  @Override
  public Optional<Function<Object, @Nullable Object @Nullable []>> requests() {
    return Optional.of(queue::requests);
  }
}
