package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A method of the host that its operator wants metered; each call is one item. */
final class CustomMethodHook implements CallHook {
  private static final String STRING = String.class.getName();

  private final AtomicBoolean toldOfLater = new AtomicBoolean();

  private final CustomHook hook;
  private final Consumer<String> complaints;

  /**
   * Of that method.
   *
   * @param complaints is given a line if its calls end before their work does
   */
  CustomMethodHook(CustomHook hook, Consumer<String> complaints) {
    this.hook = hook;
    this.complaints = complaints;
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
  public Optional<String> weavesSubclassesOf() {
    return hook.subclasses() ? Optional.of(hook.type()) : Optional.empty();
  }

  @Override
  public DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, TypeDescription type, int site) {
    ElementMatcher.Junction<MethodDescription> method =
        named(hook.method()).and(not(isAbstract())).and(not(isNative())).and(this::isMeant);
    boolean named = type.getName().equals(hook.type());
    if (named) {
      check(type, method);
    }
    type.getDeclaredMethods().filter(method).forEach(this::tellIfLazy);
    ElementMatcher.Junction<MethodDescription> suspendable =
        method.and(CustomMethodHook::isSuspendable);
    ElementMatcher.Junction<MethodDescription> deferred =
        method.and(not(suspendable)).and(CustomMethodHook::mayBeDeferred);
    DynamicType.Builder<?> noted =
        named && hook.subclasses()
            ? builder.visit(Weaving.advice(EngineAdvice.Create.class, site).on(isConstructor()))
            : builder;
    return noted
        .visit(into(suspendable, Weaving.advice(CustomAdvice.Suspendable.class, site)))
        .visit(into(deferred, call(ExitAdvice.CallWithResult.class, site)))
        .visit(
            into(
                method.and(not(suspendable)).and(not(deferred)),
                call(ExitAdvice.Call.class, site)));
  }

  private void check(TypeDescription type, ElementMatcher<MethodDescription> method) {
    if (hook.subclasses() && type.isInterface()) {
      throw new IllegalArgumentException(
          "hooks.custom: " + hook.type() + " is an interface: name the classes that implement it");
    }
    if (!hook.subclasses() && type.getDeclaredMethods().filter(method).isEmpty()) {
      throw new IllegalArgumentException(
          "hooks.custom: class "
              + hook.type()
              + " has no method "
              + hook.method()
              + hook.parameters().map(types -> "(" + String.join(" ", types) + ")").orElse("")
              + " with a body");
    }
  }

  private boolean isMeant(MethodDescription method) {
    if (hook.parameters().isEmpty()) {
      return true;
    }
    List<String> wanted = hook.parameters().get();
    ParameterList<?> has = method.getParameters();
    return wanted.size() == has.size()
        && IntStream.range(0, wanted.size())
            .allMatch(
                i -> {
                  String name = has.get(i).getType().asErasure().getActualName();
                  return name.equals(wanted.get(i)) || name.endsWith("." + wanted.get(i));
                });
  }

  private static Advice call(Class<?> exit, int site) {
    return Weaving.advice(CustomAdvice.Call.class, exit, site);
  }

  private static AsmVisitorWrapper into(
      ElementMatcher<? super MethodDescription> methods, Advice advice) {
    return Weaving.withBridges(advice.on(methods));
  }

  private static boolean isSuspendable(MethodDescription method) {
    ParameterList<?> parameters = method.getParameters();
    return !parameters.isEmpty()
        && erased(parameters.get(parameters.size() - 1).getType()).equals(Coroutine.CONTINUATION);
  }

  private static boolean mayBeDeferred(MethodDescription method) {
    TypeDefinition result = method.getReturnType();
    return !result.isPrimitive() && !result.isArray() && !erased(result).equals(STRING);
  }

  private static String erased(TypeDefinition type) {
    return type.asErasure().getName();
  }

  private void tellIfLazy(MethodDescription method) {
    String result = erased(method.getReturnType());
    if (Deferred.isLazy(result)) {
      tellOfLater(result);
    }
  }

  private void tellOfLater(String type) {
    if (toldOfLater.compareAndSet(false, true)) {
      complaints.accept(
          "hooks.custom: "
              + hook.name()
              + " returns a "
              + type
              + ", whose work is done later: its calls end when it returns; hook what makes the"
              + " values");
    }
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> streams() {
    return Optional.of(this::handle);
  }

  private @Nullable Object handle(Object result) {
    if (Deferred.isUntold(result)) {
      tellOfLater(result.getClass().getName());
    }
    return Deferred.handle(result);
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
