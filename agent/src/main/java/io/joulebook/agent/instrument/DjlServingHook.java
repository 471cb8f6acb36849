package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
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
  public Set<String> needs(String type) {
    return Set.of(type.equals(WORK) ? "runJob" : "handleRequest");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return type.getName().equals(WORK)
        ? builder.visit(
            Weaving.advice(Queue.class, site).on(named("runJob").and(takesArguments(1))))
        : PredictionPath.weave(builder, site);
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(PredictionPath::route);
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
