package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * {@code AsyncContext.start} of servlets: what it is given runs in a pool of the server's own,
 * which {@link TaskHook} does not know, and belongs to the request. Tested on Tomcat 11, Jetty 12.1
 * and Undertow 2.3.
 */
final class ServletAsyncHook implements Hook {
  private static final String TOMCAT = "org.apache.catalina.core.AsyncContextImpl$RunnableWrapper";
  private static final String UNDERTOW = "io.undertow.servlet.spec.AsyncContextImpl";
  private static final String UNDERTOW_RUNS = "io.undertow.servlet.spec.ServletContextImpl";
  private static final Set<String> JETTY =
      Stream.of("ee10", "ee11")
          .map(edition -> "org.eclipse.jetty." + edition + ".servlet.AsyncContextState")
          .collect(Collectors.toUnmodifiableSet());

  /** Into a method that runs what was started. */
  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.Argument(0) Object task) {
      return JoulebookBridge.enterTask(task);
    }
  }

  /** The same where it is the second argument. */
  static final class RunSecond {
    private RunSecond() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.Argument(1) Object task) {
      return JoulebookBridge.enterTask(task);
    }
  }

  @Override
  public String name() {
    return "servlet-async";
  }

  @Override
  public Set<String> types() {
    return Stream.concat(JETTY.stream(), Stream.of(TOMCAT, UNDERTOW, UNDERTOW_RUNS))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean isEssential(String type) {
    return !type.equals(UNDERTOW_RUNS);
  }

  @Override
  public Set<String> needs(String type) {
    return switch (type) {
      case TOMCAT -> Set.of("<init>", "run");
      case UNDERTOW_RUNS -> Set.of("invokeRunnable");
      default -> Set.of("start");
    };
  }

  @Override
  public String loss() {
    return "routes do not follow to what AsyncContext starts";
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return switch (type.getName()) {
      case TOMCAT ->
          builder
              .visit(Weaving.advice(TaskAdvice.Make.class, site).on(isConstructor()))
              .visit(Weaving.advice(TaskAdvice.Run.class, site).on(named("run")));
      case UNDERTOW -> start(builder, site);
      case UNDERTOW_RUNS ->
          builder.visit(
              Weaving.advice(RunSecond.class, TaskAdvice.Run.class, site)
                  .on(named("invokeRunnable").and(takesArgument(1, Runnable.class))));
      default ->
          start(builder, site)
              .visit(
                  Weaving.advice(Run.class, TaskAdvice.Run.class, site)
                      .on(nameStartsWith("lambda$start").and(takesArgument(0, Runnable.class))));
    };
  }

  private static DynamicType.Builder<?> start(DynamicType.Builder<?> builder, int site) {
    return builder.visit(
        Weaving.advice(TaskAdvice.HandOver.class, site)
            .on(named("start").and(takesArguments(Runnable.class))));
  }
}
