package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Advice that notes which methods it is put into; see {@link AdvisedMethods}. */
record NotedAdvice(Advice advice) {
  /** Put into the methods and constructors that match. */
  AsmVisitorWrapper.ForDeclaredMethods on(ElementMatcher<? super MethodDescription> methods) {
    return new AsmVisitorWrapper.ForDeclaredMethods()
        .invokable(
            methods,
            (type, method, visitor, context, pool, writerFlags, readerFlags) -> {
              AdvisedMethods.note(context, method);
              return advice.wrap(type, method, visitor, context, pool, writerFlags, readerFlags);
            });
  }
}
