package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/**
 * The JDK's executors: a task belongs to the request that has handed it over. Tasks are neither
 * wrapped nor kept. Those that are scheduled for later belong to nobody, and nor does a thread that
 * is merely started. Of JDK 17 to 25; woven once a server has served a request, see {@link
 * Propagation}.
 */
final class TaskHook implements Hook {
  static final String NAME = "propagation";

  private static final String PACKAGE = "java.util.concurrent.";

  /**
   * In the order in which they are woven, for requests are served meanwhile: what has a thread
   * serve a task's request comes after what ends that.
   */
  private static final Set<String> TYPES =
      Stream.of(
              // what a pool of its own kind makes of what it is given
              "ForkJoinTask$RunnableExecuteAction",
              "ForkJoinTask$AdaptedRunnable",
              "ForkJoinTask$AdaptedRunnableAction",
              "ForkJoinTask$AdaptedCallable",
              "ForkJoinTask$AdaptedInterruptibleCallable",
              "ForkJoinTask$AdaptedInterruptibleRunnable",
              "ForkJoinTask",
              "ForkJoinPool",
              "ThreadPerTaskExecutor",
              "FutureTask",
              "CompletableFuture$AsyncRun",
              "CompletableFuture$AsyncSupply",
              "CompletableFuture$Completion",
              "CompletableFuture",
              "CompletableFuture$UniCompletion",
              "ThreadPoolExecutor",
              "ThreadPoolExecutor$Worker")
          .map(PACKAGE::concat)
          .collect(
              Collectors.collectingAndThen(
                  Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> types() {
    return TYPES;
  }

  @Override
  public String loss() {
    return "routes do not follow to other threads there";
  }

  @Override
  public boolean isEssential(String type) {
    return type.equals(PACKAGE + "ThreadPoolExecutor$Worker"); // the last one
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    String name = type.getName().substring(PACKAGE.length());
    return switch (name) {
      case "ThreadPoolExecutor" ->
          builder
              .visit(advice(TaskAdvice.HandOver.class).on(named("execute")))
              .visit(advice(TaskAdvice.Next.class).on(named("getTask")));
      case "ThreadPoolExecutor$Worker" ->
          builder.visit(advice(TaskAdvice.Live.class).on(named("run")));
      case "ThreadPerTaskExecutor" ->
          builder.visit(advice(TaskAdvice.MakeThread.class).on(named("newThread")));
      case "ForkJoinPool" ->
          builder.visit(
              advice(TaskAdvice.HandOver.class)
                  .on(
                      namedOneOf("execute", "submit", "invoke")
                          .and(takesArgument(0, named(PACKAGE + "ForkJoinTask")))));
      case "ForkJoinTask" ->
          builder
              .visit(
                  advice(TaskAdvice.Fork.class)
                      .on(namedOneOf("fork", "invoke", "quietlyInvoke").and(takesArguments(0))))
              .visit(
                  advice(TaskAdvice.HandOver.class).on(named("invokeAll").and(takesArguments(2))))
              .visit(advice(TaskAdvice.Run.class).on(named("doExec")));
      case "FutureTask" ->
          builder
              .visit(advice(TaskAdvice.Make.class).on(isConstructor()))
              .visit(advice(TaskAdvice.Run.class).on(named("run")));
      case "CompletableFuture$AsyncRun", "CompletableFuture$AsyncSupply" ->
          builder
              .visit(advice(TaskAdvice.MakeOf.class).on(isConstructor()))
              .visit(advice(TaskAdvice.Run.class).on(named("run")));
      case "CompletableFuture" ->
          builder.visit(advice(TaskAdvice.RunStages.class).on(named("postComplete")));
      case "CompletableFuture$UniCompletion" ->
          builder
              .visit(advice(TaskAdvice.MakeItself.class).on(isConstructor()))
              .visit(advice(TaskAdvice.Claim.class).on(named("claim")));
      case "CompletableFuture$Completion" ->
          builder.visit(advice(TaskAdvice.Run.class).on(namedOneOf("run", "exec")));
      default -> builder.visit(advice(TaskAdvice.Make.class).on(isConstructor()));
    };
  }

  private static Advice advice(Class<?> advice) {
    return Advice.to(advice);
  }
}
