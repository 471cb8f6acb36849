package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's server: a service's code runs inside its listener's methods, and its route is the full
 * name of the method, such as {@code acme.Ranker/Rank}. Tested on 1.85.
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

  /** The listener knows its call, and the call its method. */
  static final class Listen {
    private Listen() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.FieldValue("call") Object call) {
      return JoulebookBridge.enterInnerRequest(site, call);
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
        Weaving.advice(Listen.class, ExitAdvice.Request.class, site)
            .on(namedOneOf("onMessage", "onHalfClose")));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(METHOD.andThen(NAME));
  }
}
