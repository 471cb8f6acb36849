package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.Set;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A method of the host that its operator wants metered; each call is one item. */
final class CustomMethodHook implements CallHook {
  private final CustomHook hook;

  CustomMethodHook(CustomHook hook) {
    this.hook = hook;
  }

  @Override
  public String name() {
    return hook.name();
  }

  @Override
  public Set<String> types() {
    return Set.of(hook.type());
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    ElementMatcher.Junction<MethodDescription> method =
        named(hook.method()).and(not(isAbstract())).and(not(isNative()));
    if (type.getDeclaredMethods().filter(method).isEmpty()) {
      throw new IllegalArgumentException(
          "hooks.custom: class "
              + hook.type()
              + " has no method "
              + hook.method()
              + " with a body");
    }
    return builder.visit(Weaving.withBridges(Weaving.advice(CustomAdvice.class, site).on(method)));
  }

  @Override
  public ModelFacts model(@Nullable Object receiver, @Nullable Object context) {
    return new ModelFacts(
        "custom",
        hook.model(),
        hook.name(),
        hook.type(),
        hook.method(),
        Placement.UNKNOWN,
        false,
        Batch.UNKNOWN);
  }
}
