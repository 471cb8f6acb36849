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
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** A method of the host that its operator wants metered; a call is one item if it is not told. */
final class CustomMethodHook implements CallHook {
  private static final String STRING = String.class.getName();

  private final AtomicBoolean toldOfLater = new AtomicBoolean();

  private final CustomHook hook;
  private final Consumer<String> complaints;
  private final CustomReader reader;

  /** Whether the class that is named has no such method itself: others override or implement it. */
  private volatile boolean onlyDeclares;

  /**
   * Of that method.
   *
   * @param complaints is given a line if its calls end before their work does
   */
  CustomMethodHook(CustomHook hook, Consumer<String> complaints) {
    this.hook = hook;
    this.complaints = complaints;
    reader = new CustomReader(hook, complaints);
  }

  @Override
  public String name() {
    return hook.name();
  }

  /** Whether another hook may stand in a method of the same class that this one means. */
  boolean isSameMethod(Hook other) {
    return other instanceof CustomMethodHook custom
        && custom.hook.method().equals(hook.method())
        && (custom.hook.parameters().isEmpty()
            || hook.parameters().isEmpty()
            || custom.hook.parameters().equals(hook.parameters()));
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
  public boolean isEssential(String type) {
    return !(onlyDeclares && type.equals(hook.type()));
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
    if ((hook.reading().readsCalls() || hook.reading().waits())
        && !type.getDeclaredMethods()
            .filter(method.and(CustomMethodHook::isSuspendable))
            .isEmpty()) {
      throw new IllegalArgumentException(
          "hooks.custom: "
              + hook.name()
              + " is a suspend function, of whose calls nothing is read: leave out all but device");
    }
    DynamicType.Builder<?> noted =
        named && hook.subclasses()
            ? builder.visit(Weaving.advice(EngineAdvice.Create.class, site).on(isConstructor()))
            : builder;
    return weave(noted, method, site);
  }

  private DynamicType.Builder<?> weave(
      DynamicType.Builder<?> builder, ElementMatcher.Junction<MethodDescription> method, int site) {
    ElementMatcher.Junction<MethodDescription> suspendable =
        method.and(CustomMethodHook::isSuspendable);
    ElementMatcher.Junction<MethodDescription> others = method.and(not(suspendable));
    DynamicType.Builder<?> suspending =
        builder.visit(into(suspendable, Weaving.advice(CustomAdvice.Suspendable.class, site)));
    int number = hook.reading().waits() ? site | JoulebookBridge.WAITS : site;
    if (hook.reading().readsCalls()) {
      boolean untilTheEnd = hook.reading().outputTokens().filter(p -> p.isOfArgument()).isPresent();
      Class<?> exit = untilTheEnd ? CustomAdvice.Reading.class : CustomAdvice.ReadingResult.class;
      return suspending.visit(
          into(others, Weaving.advice(CustomAdvice.Reading.class, exit, number)));
    }
    ElementMatcher.Junction<MethodDescription> deferred =
        others.and(CustomMethodHook::mayBeDeferred);
    return suspending
        .visit(into(deferred, call(ExitAdvice.CallWithResult.class, number)))
        .visit(into(others.and(not(deferred)), call(ExitAdvice.Call.class, number)));
  }

  private void check(TypeDescription type, ElementMatcher<MethodDescription> method) {
    onlyDeclares = type.getDeclaredMethods().filter(method).isEmpty();
    if (onlyDeclares && !hook.subclasses()) {
      throw new IllegalArgumentException(
          "hooks.custom: "
              + (type.isInterface() ? "interface " : "class ")
              + hook.type()
              + " has no method "
              + hook.method()
              + hook.parameters().map(types -> "(" + String.join(" ", types) + ")").orElse("")
              + " with a body"
              + (type.isInterface() ? "; " + hook.type() + "+ means what implements it" : ""));
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

  private NotedAdvice call(Class<?> exit, int site) {
    Class<?> enter = hook.reading().waits() ? CustomAdvice.Waiting.class : CustomAdvice.Call.class;
    return Weaving.advice(enter, exit, site);
  }

  private static AsmVisitorWrapper into(
      ElementMatcher<? super MethodDescription> methods, NotedAdvice advice) {
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
    return Optional.of(hook.reading().readsCalls() ? this::later : this::handle);
  }

  private @Nullable Object later(Object frame) {
    Object[] parts = (Object[]) frame;
    parts[2] = Deferred.valueOf(parts[2]);
    Object result = parts[2];
    return result == null || result instanceof Object[] ? null : handle(result);
  }

  private @Nullable Object handle(Object result) {
    if (Deferred.isUntold(result)) {
      tellOfLater(result.getClass().getName());
    }
    return Deferred.handle(result);
  }

  @Override
  public Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return reading(frame -> reader.size(frame));
  }

  @Override
  public Optional<ToLongFunction<Object>> outputTokens() {
    return reading(reader::outputTokens);
  }

  private Optional<ToLongFunction<Object>> reading(ToLongFunction<@Nullable Object[]> ofFrame) {
    return hook.reading().readsCalls()
        ? Optional.of(from -> from instanceof Object[] frame ? ofFrame.applyAsLong(frame) : 0)
        : Optional.empty();
  }

  @Override
  public Optional<Function<Object, @Nullable Object>> called() {
    return hook.reading().model().isPresent()
        ? Optional.of(frame -> reader.called((Object[]) frame))
        : Optional.empty();
  }

  @Override
  public Optional<Function<@Nullable Object, TokenUsage>> laterUsage() {
    return hook.reading().readsCalls() ? Optional.of(reader::usage) : Optional.empty();
  }

  @Override
  public ModelFacts model(@Nullable Object receiver, @Nullable Object context) {
    return new ModelFacts(
        "custom",
        receiver instanceof CustomReader.Called called ? called.name() : hook.model(),
        hook.name(),
        hook.type(),
        hook.method(),
        hook.reading().device(),
        hook.reading().waits(),
        Batch.UNKNOWN);
  }
}
