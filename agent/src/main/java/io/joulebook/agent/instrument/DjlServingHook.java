package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * DJL Serving: a request is queued as a job, and a worker gives the inputs of several jobs to one
 * predictor, see {@link DjlHook}. Each is a call of its own, with the model's id and version as the
 * server has them. Of 0.13 to 0.36.
 */
final class DjlServingHook implements RequestHook {
  private static final String HANDLER = "ai.djl.serving.http.InferenceRequestHandler";
  private static final String WORK = "ai.djl.serving.wlm.WorkLoadManager";
  private static final String JOB = "ai.djl.serving.wlm.Job";

  private static final PublicMethod INPUT = new PublicMethod(JOB, "getInput");
  private static final PublicMethod ID =
      new PublicMethod("ai.djl.modality.Input", "getProperty", "requestId", null);

  private static final PublicMethod MODEL = new PublicMethod(JOB, "getWpc");
  private static final PublicMethod MODEL_UP_TO_0_26 = new PublicMethod(JOB, "getModel");
  private static final ServedModel SERVED =
      new ServedModel("ai.djl.serving.wlm.ModelInfo", "getId", "getModelId", "getModelName");

  private final QueuedRequests queue;

  DjlServingHook(QueuedRequests queue) {
    this.queue = queue;
  }

  /** Into the handler of requests: the parts of a path tell its route. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(3) String[] segments) {
      return JoulebookBridge.enterInnerRequest(site, segments);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@Advice.Enter long token) {
      JoulebookBridge.exitRequest(token);
    }
  }

  /** Into what queues a job. */
  static final class Queue {
    private Queue() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@HookId int site, @Advice.Argument(0) Object job) {
      JoulebookBridge.queued(site, job);
    }
  }

  @Override
  public String name() {
    return "djl-serving";
  }

  @Override
  public Set<String> types() {
    return Set.of(HANDLER, WORK);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(WORK);
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return type.getName().equals(WORK)
        ? builder.visit(
            Weaving.advice(Queue.class, site).on(named("runJob").and(takesArguments(1))))
        : builder.visit(
            Weaving.advice(Handle.class, site)
                .on(named("handleRequest").and(takesArgument(3, String[].class))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(DjlServingHook::route);
  }

  // The paths that the server knows, with a name in place of what stands for the model.
  private static @Nullable Object route(Object segments) {
    String[] parts = (String[]) segments;
    return switch (parts.length < 2 ? "" : parts[1]) {
      case "predictions" ->
          parts.length > 3 ? "/predictions/{model_name}/{version}" : "/predictions/{model_name}";
      case "models" -> "/models/{model_name}/invoke";
      case "invocations" -> "/invocations";
      case "v1" -> "/v1/chat/completions";
      default -> null;
    };
  }

  @Override
  public void noted(@Nullable Object job, @Nullable Object trace, @Nullable Object route) {
    Object input = INPUT.apply(job);
    if (input != null) {
      Object model = Optional.ofNullable(MODEL.apply(job)).orElse(MODEL_UP_TO_0_26.apply(job));
      queue.add(input, SERVED.name(model), trace, route, ID.apply(input));
    }
  }
}
