package io.joulebook.agent.instrument;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.Advice.OffsetMapping;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.method.ParameterList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** A parameter of an advice that is the last argument of the method. */
@Retention(RetentionPolicy.RUNTIME)
@interface LastArgument {
  /** Finds it. */
  final class Factory implements OffsetMapping.Factory<LastArgument>, OffsetMapping {
    @Override
    public Class<LastArgument> getAnnotationType() {
      return LastArgument.class;
    }

    @Override
    public OffsetMapping make(
        ParameterDescription.InDefinedShape target,
        AnnotationDescription.Loadable<LastArgument> annotation,
        AdviceType adviceType) {
      return this;
    }

    @Override
    public Target resolve(
        TypeDescription type,
        MethodDescription method,
        Assigner assigner,
        Advice.ArgumentHandler arguments,
        Sort sort) {
      ParameterList<?> parameters = method.getParameters();
      ParameterDescription last = parameters.get(parameters.size() - 1);
      return new Target.ForVariable.ReadOnly(last.getType(), arguments.argument(last.getOffset()));
    }
  }
}
