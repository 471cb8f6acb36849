package io.joulebook.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** How Byte Buddy is used: code is only added to existing methods, so that it can be undone. */
final class Weaving {
  private static final ByteBuddy BYTE_BUDDY =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(InstrumentedType.Factory.Default.FROZEN);

  private Weaving() {}

  /** The advice with its parameters of {@link HookId} bound to a number, and last arguments. */
  static NotedAdvice advice(Class<?> advice, int site) {
    return new NotedAdvice(bound(site).to(advice));
  }

  /** The same of two classes: of one where a method is entered, of the other where it is left. */
  static NotedAdvice advice(Class<?> enter, Class<?> exit, int site) {
    return new NotedAdvice(bound(site).to(enter, exit));
  }

  private static Advice.WithCustomMapping bound(int site) {
    return Advice.withCustomMapping().bind(HookId.class, site).bind(new LastArgument.Factory());
  }

  /**
   * The same for javac's bridge methods, too: through one callers enter a public method that a
   * class inherits from a parent that is not public.
   */
  static AsmVisitorWrapper withBridges(AsmVisitorWrapper.ForDeclaredMethods advised) {
    return new AsmVisitorWrapper.AbstractBase() {
      @Override
      public ClassVisitor wrap(
          TypeDescription type,
          ClassVisitor visitor,
          Implementation.Context context,
          TypePool pool,
          FieldList<FieldDescription.InDefinedShape> fields,
          MethodList<?> methods,
          int writerFlags,
          int readerFlags) {
        MethodList<?> all = type.getDeclaredMethods();
        return advised.wrap(type, visitor, context, pool, fields, all, writerFlags, readerFlags);
      }
    };
  }

  /**
   * The class with the hook's advice in it.
   *
   * @param loaded the class if it is loaded already
   * @param advised notes the methods that the advice is put into
   */
  static byte[] weave(
      Hook hook,
      int site,
      String type,
      @Nullable ClassLoader loader,
      @Nullable Class<?> loaded,
      byte[] bytes,
      AdvisedMethods advised) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(type, bytes), ClassFileLocator.ForClassLoader.of(loader));
    TypeDescription description =
        TypePool.Default.WithLazyResolution.of(locator).describe(type).resolve();
    DynamicType.Builder<?> woven =
        hook.weave(BYTE_BUDDY.with(advised).decorate(description, locator), description, site);
    return (hook instanceof CallHook calls ? natives(calls, woven, site, loaded) : woven)
        .make()
        .getBytes();
  }

  private static DynamicType.Builder<?> natives(
      CallHook hook, DynamicType.Builder<?> builder, int site, @Nullable Class<?> loaded) {
    DynamicType.Builder<?> woven = builder;
    if (!hook.natives().isEmpty() && NativeMethods.mayBeAdvised(loaded)) {
      for (Map.Entry<String, Class<?>> each : hook.natives().entrySet()) {
        NotedAdvice advice =
            advice(each.getValue(), ExitAdvice.Call.class, site | JoulebookBridge.LEAF);
        woven = woven.visit(new NativeMethods(each.getKey(), advice.on(named(each.getKey()))));
      }
    }
    return woven;
  }

  /** Weaves {@link CallSize}, and throws the result away. */
  static void warmUp() throws IOException {
    Class<?> type = CallSize.class;
    ClassLoader loader = type.getClassLoader();
    byte[] bytes = ClassFileLocator.ForClassLoader.of(loader).locate(type.getName()).resolve();
    Hook hook =
        new CustomMethodHook(new CustomHook(type.getName(), "items", "warm-up"), line -> {});
    weave(hook, 0, type.getName(), loader, null, bytes, new AdvisedMethods());
  }
}
