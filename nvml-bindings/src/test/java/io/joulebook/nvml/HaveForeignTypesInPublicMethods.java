package io.joulebook.nvml;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Finds public methods that take or give a type of some package. */
final class HaveForeignTypesInPublicMethods extends ArchCondition<JavaClass> {
  private final String foreign;

  HaveForeignTypesInPublicMethods(String foreign) {
    super("have types of " + foreign + " in public methods");
    this.foreign = foreign;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    type.getMethods().stream()
        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(this::isForeign)
        .forEach(m -> events.add(SimpleConditionEvent.satisfied(m, m.getFullName())));
  }

  private boolean isForeign(JavaMethod method) {
    return Stream.concat(
            method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
        .anyMatch(type -> type.getPackageName().startsWith(foreign));
  }
}
