package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * TorchServe's frontend: its Python workers use the GPU, and the frontend knows the requests. A
 * request's call begins when an aggregator hands it to a worker, and ends with the worker's answer,
 * of a stream with the last. Of 0.12.
 */
final class TorchServeHook implements CallHook, RequestHook {
  static final String NAME = "torchserve";
  static final String AGGREGATOR = "org.pytorch.serve.wlm.BatchAggregator";
  private static final String CONTINUOUS = "org.pytorch.serve.wlm.ContinuousBatching";
  private static final String ASYNC = "org.pytorch.serve.wlm.AsyncBatchAggregator";
  private static final String WORKER = "org.pytorch.serve.wlm.WorkerThread";
  private static final String JOB = "org.pytorch.serve.job.Job";
  private static final String HANDLER = "org.pytorch.serve.http.api.rest.InferenceRequestHandler";

  private static final String MESSAGES = "org.pytorch.serve.util.messages.";
  private static final String INPUT = MESSAGES + "RequestInput";
  private static final String RESPONSE = MESSAGES + "ModelWorkerResponse";
  private static final String PREDICTION = MESSAGES + "Predictions";

  private static final PublicMethod REQUESTS =
      new PublicMethod(MESSAGES + "ModelInferenceRequest", "getRequestBatch");
  private static final PublicMethod REQUEST_ID = new PublicMethod(INPUT, "getRequestId");
  private static final PublicMethod PAYLOAD = new PublicMethod(JOB, "getPayload");
  private static final PublicMethod CODE = new PublicMethod(RESPONSE, "getCode");
  private static final PublicMethod PREDICTIONS = new PublicMethod(RESPONSE, "getPredictions");
  private static final PublicMethod ANSWERED = new PublicMethod(PREDICTION, "getRequestId");
  private static final PublicMethod HEADERS = new PublicMethod(PREDICTION, "getHeaders");
  private static final PublicMethod BODY = new PublicMethod(PREDICTION, "getResp");
  private static final ServedModel SERVED =
      new ServedModel("org.pytorch.serve.wlm.Model", "getModelName");

  /** In an answer's headers: whether others follow it. */
  private static final String STREAM_NEXT = "ts_stream_next";

  private static final Integer OK = 200;
  private static final Placement CPU = new Placement.Elsewhere("its worker has no GPU");

  private final QueuedRequests queue = new QueuedRequests();
  private final WeakIdentityMap<ModelFacts> facts = new WeakIdentityMap<>();
  private final WeakIdentityMap<Boolean> open = new WeakIdentityMap<>();

  /** Into the constructors of workers: where one runs, and by which aggregator it is served. */
  static final class Work {
    private Work() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(
        @HookId int site,
        @Advice.FieldValue("aggregator") Object aggregator,
        @Advice.FieldValue("model") Object model,
        @Advice.FieldValue("gpuId") int gpu) {
      JoulebookBridge.note(site, aggregator, model, gpu);
    }
  }

  /** Into the constructors of jobs, on the thread that has read the request. */
  static final class Queue {
    private Queue() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@HookId int site, @Advice.FieldValue("input") Object input) {
      JoulebookBridge.queued(site, input);
    }
  }

  /** Into what an aggregator hands to its worker. */
  static final class Hand {
    private Hand() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(
        @HookId int site, @Advice.This Object aggregator, @Advice.Return Object request) {
      JoulebookBridge.note(site, new Object[] {site, aggregator}, request, null);
    }
  }

  /** Into what an aggregator is told by its worker; its jobs are still there. */
  static final class Answer {
    private Answer() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @HookId int site,
        @Advice.FieldValue("jobs") Map<?, ?> jobs,
        @Advice.Argument(0) Object message) {
      JoulebookBridge.note(site, jobs, message, null);
    }
  }

  /** The same, where jobs are moved once a worker has them. */
  static final class AnswerLater {
    private AnswerLater() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
        @HookId int site,
        @Advice.FieldValue("jobs_in_backend") Map<?, ?> jobs,
        @Advice.Argument(0) Object message) {
      JoulebookBridge.note(site, jobs, message, null);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return Set.of(AGGREGATOR, CONTINUOUS, ASYNC, WORKER, JOB, HANDLER);
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(AGGREGATOR);
  }

  @Override
  public Set<String> needs(String type) {
    return type.equals(AGGREGATOR) ? Set.of("getRequest", "sendResponse") : Set.of();
  }

  @Override
  public String loss() {
    return "its calls are not metered";
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case WORKER -> builder.visit(Weaving.advice(Work.class, site).on(isConstructor()));
      case JOB -> builder.visit(Weaving.advice(Queue.class, site).on(isConstructor()));
      case HANDLER -> PredictionPath.weave(builder, site);
      case ASYNC -> aggregator(builder, site, AnswerLater.class);
      default -> aggregator(builder, site, Answer.class);
    };
  }

  private static DynamicType.Builder<?> aggregator(
      DynamicType.Builder<?> builder, int site, Class<?> answer) {
    return builder
        .visit(Weaving.advice(Hand.class, site).on(named("getRequest").and(takesArguments(2))))
        .visit(Weaving.advice(answer, site).on(named("sendResponse").and(takesArguments(1))))
        .visit(Weaving.advice(answer, site).on(named("sendError").and(takesArguments(3))));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(PredictionPath::route);
  }

  @Override
  public void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third) {
    if (first == null) {
      return;
    }
    if (third instanceof Integer gpu) {
      facts.put(first, facts(second, gpu));
    } else if (first instanceof Object[] handed) {
      hand((Integer) handed[0], handed[1], second);
    } else if (first instanceof Map<?, ?> jobs) {
      answer(jobs, second);
    } else {
      queue.add(first, "", second, third, REQUEST_ID.apply(first));
    }
  }

  private static ModelFacts facts(@Nullable Object model, int gpu) {
    return new ModelFacts(
        NAME,
        SERVED.name(model),
        "",
        AGGREGATOR,
        "predict",
        gpu < 0 ? CPU : new Placement.CudaDevices(Set.of(gpu)),
        false,
        Batch.UNKNOWN);
  }

  // Where batches go on, a request is handed over again with each step. Commands have no batch.
  private void hand(int site, Object aggregator, @Nullable Object request) {
    if (REQUESTS.apply(request) instanceof List<?> inputs) {
      for (Object input : inputs) {
        if (input != null && open.isNew(input, true)) {
          @Nullable Object @Nullable [] known = queue.requests(List.of(input));
          JoulebookBridge.begin(
              site | JoulebookBridge.LEAF,
              aggregator,
              input,
              known == null ? new @Nullable Object[3] : known);
        }
      }
    }
  }

  // A worker answers some requests, or fails all.
  private void answer(Map<?, ?> jobs, @Nullable Object message) {
    if (!OK.equals(CODE.apply(message))
        || !(PREDICTIONS.apply(message) instanceof Collection<?> predictions)) {
      jobs.values().forEach(job -> end(PAYLOAD.apply(job), true));
      return;
    }
    for (Object prediction : predictions) {
      Object input = PAYLOAD.apply(jobs.get(ANSWERED.apply(prediction)));
      Object next =
          HEADERS.apply(prediction) instanceof Map<?, ?> headers ? headers.get(STREAM_NEXT) : null;
      if (next != null && input != null) {
        JoulebookBridge.piece(input, BODY.apply(prediction), false);
      }
      if (!"true".equals(next)) {
        end(input, false);
      }
    }
  }

  private void end(@Nullable Object input, boolean failed) {
    if (input != null && open.get(input) != null) {
      open.remove(input);
      JoulebookBridge.finish(input, failed, true);
    }
  }

  @Override
  public ModelFacts model(@Nullable Object receiver, @Nullable Object context) {
    ModelFacts known = receiver == null ? null : facts.get(receiver);
    return known == null ? ModelFacts.unknown(NAME, NAME) : known;
  }
}
