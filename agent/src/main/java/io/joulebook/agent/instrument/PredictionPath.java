package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of DJL Serving and TorchServe, which know little but the parts of a request's path:
 * the route is the path with a name in place of what stands for the model.
 */
final class PredictionPath {
  private PredictionPath() {}

  /** Into {@code handleRequest}. */
  static final class Handle {
    private Handle() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.Argument(3) String[] segments) {
      return JoulebookBridge.enterInnerRequest(site, segments);
    }
  }

  static DynamicType.Builder<?> weave(DynamicType.Builder<?> handler, int site) {
    return handler.visit(
        Weaving.advice(Handle.class, ExitAdvice.Request.class, site)
            .on(named("handleRequest").and(takesArgument(3, String[].class))));
  }

  /** The route; null if it is none of a model. */
  static @Nullable Object route(Object segments) {
    String[] parts = (String[]) segments;
    return switch (parts.length < 2 ? "" : parts[1]) {
      case "predictions" ->
          parts.length > 3 ? "/predictions/{model_name}/{version}" : "/predictions/{model_name}";
      case "explanations" -> "/explanations/{model_name}";
      case "models" -> "/models/{model_name}/invoke";
      case "invocations" -> "/invocations";
      case "v1" -> "/v1/chat/completions";
      default -> null;
    };
  }
}
