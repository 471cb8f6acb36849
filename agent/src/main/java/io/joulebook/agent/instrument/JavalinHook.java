package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Javalin, in a servlet: it calls its endpoints one after the other, of which one has the path that
 * the application has registered and the others are filters. Tested on 7.2.
 */
final class JavalinHook implements RequestHook {
  private static final String CALLED = "io.javalin.router.ParsedEndpoint";
  private static final String ENDPOINT = "io.javalin.router.Endpoint";

  private static final PublicMethod METHOD = new PublicMethod(ENDPOINT, "method");
  private static final PublicMethod IS_HTTP =
      new PublicMethod("io.javalin.http.HandlerType", "isHttpMethod");
  private static final PublicMethod PATH = new PublicMethod(ENDPOINT, "path");

  /** The servlet's own hook knows only where Javalin is mounted. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@HookId int site, @Advice.FieldValue("endpoint") Object endpoint) {
      JoulebookBridge.refineRequest(site, endpoint);
    }
  }

  @Override
  public String name() {
    return "javalin";
  }

  @Override
  public Set<String> types() {
    return Set.of(CALLED);
  }

  @Override
  public Set<String> needs(String type) {
    return Set.of("handle");
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    return builder.visit(Weaving.advice(Call.class, site).on(named("handle")));
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> reader(ClassLoader loader) {
    return Optional.of(
        endpoint ->
            Boolean.TRUE.equals(IS_HTTP.apply(METHOD.apply(endpoint)))
                ? PATH.apply(endpoint)
                : null);
  }
}
