package io.joulebook.agent.instrument;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hooks that there are. A new one is one file and one line in {@link #all}; what the agent
 * looks out for in a host is derived from it when the jar is packed.
 */
public final class BuiltInHooks {
  /** Their names, for {@code hooks.disabled}. */
  public static final List<String> NAMES = all(name -> true).map(Hook::name).distinct().toList();

  private BuiltInHooks() {}

  /**
   * The hooks, those disabled included.
   *
   * @param enabled whether the hook of a name is in force
   */
  static Stream<Hook> all(Predicate<String> enabled) {
    QueuedRequests queue = new QueuedRequests();
    return Stream.of(
        new OnnxRuntimeHook(),
        new DjlHook(enabled.test(OnnxRuntimeHook.NAME), queue),
        new DjlServingHook(queue),
        new TorchServeHook(),
        new TensorFlowHook(),
        new LlamaHook(),
        new GpuLlama3Hook(),
        new JlamaHook(),
        new Deeplearning4jHook(),
        new Xgboost4jHook(),
        new HttpServerHook(),
        new ServletHook("jakarta"),
        new ServletHook("javax"),
        new ServletAsyncHook(),
        new JerseyHook(),
        new GrpcHook(),
        new VertxHook(),
        new WebFluxHook(),
        new JettyHook(),
        new UndertowHook(),
        new JavalinHook(),
        new QuarkusRestHook(),
        new KtorHook());
  }

  /**
   * What the root tier looks out for before the core is loaded: one line each, the names of classes
   * with slashes.
   */
  public static String targets() {
    Set<String> lines = new TreeSet<>();
    all(name -> true)
        .forEach(
            hook -> {
              if (hook instanceof CallHook) {
                hook.types().forEach(type -> lines.add("woven " + type.replace('.', '/')));
              }
              hook.triggers().forEach(type -> lines.add("trigger " + type.replace('.', '/')));
            });
    KnownEngine.ALL.stream()
        .filter(engine -> engine.hook().isEmpty())
        .flatMap(engine -> engine.markers().stream())
        .forEach(type -> lines.add("trigger " + type.replace('.', '/')));
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }
}
