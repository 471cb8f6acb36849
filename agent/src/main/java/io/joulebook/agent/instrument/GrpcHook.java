package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's server: a service's code runs inside its listener's methods, and its route is the full
 * name of the method, such as {@code acme.Ranker/Rank}. Where another thread answers, the
 * listener's observer knows when it has. Tested on 1.85.
 */
final class GrpcHook implements RequestHook {
  private static final String UNARY =
      "io.grpc.stub.ServerCalls$UnaryServerCallHandler$UnaryServerCallListener";
  private static final String STREAMING =
      "io.grpc.stub.ServerCalls$StreamingServerCallHandler$StreamingServerCallListener";

  private static final PublicMethod METHOD =
      new PublicMethod("io.grpc.ServerCall", "getMethodDescriptor");
  private static final PublicMethod NAME =
      new PublicMethod("io.grpc.MethodDescriptor", "getFullMethodName");

  private static final String ANSWER = "io.grpc.stub.ServerCalls$ServerCallStreamObserverImpl";
  private static final PublicMethod OF_UNARY = new PublicMethod(UNARY, "responseObserver");
  private static final PublicMethod OF_STREAMING = new PublicMethod(STREAMING, "responseObserver");
  private static final PublicMethod COMPLETED = new PublicMethod(ANSWER, "completed");
  private static final PublicMethod ABORTED = new PublicMethod(ANSWER, "aborted");
  private static final PublicMethod CANCELLED = new PublicMethod(ANSWER, "isCancelled");

  /** The listener knows its call, and the call its method. */
  static final class Listen {
    private Listen() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.FieldValue("call") Object call) {
      return JoulebookBridge.enterInnerRequest(site, call);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    static void exit(@HookId int site, @Advice.Enter long token, @Advice.This Object listener) {
      JoulebookBridge.exitRequest(site, token, listener);
    }
  }

  @Override
  public String name() {
    return "grpc";
  }

  @Override
  public Set<String> types() {
    return Set.of(UNARY, STREAMING);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("onHalfClose");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(
        Weaving.advice(Listen.class, site).on(namedOneOf("onMessage", "onHalfClose")));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(METHOD.andThen(NAME));
  }

  @Override
  public Optional<Predicate<Object>> goesOn() {
    return Optional.of(listener -> !isAnswered(answer(listener)));
  }

  private static @Nullable Object answer(Object listener) {
    boolean unary = listener.getClass().getName().equals(UNARY);
    return (unary ? OF_UNARY : OF_STREAMING).apply(listener);
  }

  private static boolean isAnswered(@Nullable Object observer) {
    return Boolean.TRUE.equals(COMPLETED.apply(observer))
        || Boolean.TRUE.equals(ABORTED.apply(observer))
        || Boolean.TRUE.equals(CANCELLED.apply(observer));
  }
}
