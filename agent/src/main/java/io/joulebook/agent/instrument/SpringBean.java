package io.joulebook.agent.instrument;

import java.lang.StackWalker.StackFrame;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name of the Spring bean that is being made on this thread by a method with {@code @Bean}.
 * Spring itself tells the method (5.0 to 7.0). Nothing tells the name of a bean that is made by its
 * constructor or that loads a model later.
 */
final class SpringBean {
  private static final String MAKER =
      "org.springframework.beans.factory.support.SimpleInstantiationStrategy";
  private static final String BEAN = "org.springframework.context.annotation.Bean";

  private SpringBean() {}

  /** Its name; empty if there is none, or it is not told. By the thread that loads a model. */
  static Optional<String> beingMade() {
    try {
      List<StackFrame> inside = framesUpToMaker();
      if (inside.isEmpty()) {
        return Optional.empty();
      }
      Class<?> maker = inside.get(inside.size() - 1).getDeclaringClass();
      return name(
          (Method) maker.getMethod("getCurrentlyInvokedFactoryMethod").invoke(null), inside);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError notTold) {
      return Optional.empty();
    }
  }

  // Up to the innermost maker; none if there is none.
  private static List<StackFrame> framesUpToMaker() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames -> {
              List<StackFrame> all = frames.toList();
              for (int i = 0; i < all.size(); i++) {
                if (all.get(i).getClassName().equals(MAKER)) {
                  return all.subList(0, i + 1);
                }
              }
              return List.of();
            });
  }

  // Spring's method is that of an outer bean if the inner one is made by its constructor: then it
  // does not run inside the innermost maker.
  private static Optional<String> name(@Nullable Method factory, List<StackFrame> inside) {
    boolean runs =
        factory != null
            && inside.stream()
                .anyMatch(
                    frame ->
                        frame.getMethodName().equals(factory.getName())
                            && frame.getDeclaringClass().equals(factory.getDeclaringClass()));
    return factory != null && runs
        ? Stream.of(factory.getAnnotations())
            .filter(annotation -> annotation.annotationType().getName().equals(BEAN))
            .findFirst()
            .map(bean -> firstOf(names(bean, "name"), names(bean, "value"), factory.getName()))
        : Optional.empty();
  }

  private static String firstOf(String[] names, String[] values, String method) {
    return Stream.concat(Stream.of(names), Stream.of(values)).findFirst().orElse(method);
  }

  private static String[] names(Annotation bean, String attribute) {
    try {
      return (String[]) bean.annotationType().getMethod(attribute).invoke(bean);
    } catch (ReflectiveOperationException olderSpring) {
      return new String[0];
    }
  }
}
