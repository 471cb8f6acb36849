package io.joulebook.agent.runtime;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a list to its end even if an element fails, so that one bad event costs no other.
 */
final class ForEach {
  private ForEach() {}

  /** Gives each element to the action; throws the last failure, if there was one, at the end. */
  static <T> void forEach(List<T> elements, Consumer<T> action) {
    @Nullable Throwable last = null;
    for (T element : elements) {
      try {
        action.accept(element);
      } catch (Throwable failure) {
        last = failure;
      }
    }
    if (last instanceof Error error) {
      throw error;
    }
    if (last instanceof RuntimeException failure) {
      throw failure;
    }
  }
}
