package io.joulebook.agent.instrument;

import java.util.Optional;
import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/** What is woven into one library. Weaving runs on the thread that loads the class. */
interface Hook {
  /** Its name in {@code hooks.disabled} and {@code joulebook_hook_installed}. */
  String name();

  /** The binary names of the classes that it weaves. */
  Set<String> types();

  /** Classes of the library that load early, when it is time to get ready. */
  default Set<String> triggers() {
    return Set.of();
  }

  /**
   * The woven class whose subclasses are woven too, wherever they are: they may override what is
   * woven. Its constructors note each object, so that a subclass is met before its first call.
   */
  default Optional<String> weavesSubclassesOf() {
    return Optional.empty();
  }

  /** Whether this class is the one whose weaving makes the hook work. */
  default boolean isEssential(String type) {
    return true;
  }

  /**
   * The methods of a class without which calls would be lost in silence, by name: one that this
   * version of the library does not have is told of. Empty where tested versions differ.
   */
  default Set<String> needs(String type) {
    return Set.of();
  }

  /** What is lost where its essential class cannot be woven, for people. */
  default String loss() {
    return "its calls are not metered";
  }

  /** Something that the advice noted: a session was made, an option set, a request queued. */
  default void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws Throwable {}

  /** Adds the advice; {@code site} is what the advice passes to the bridge. */
  DynamicType.Builder<?> weave(DynamicType.Builder<?> builder, TypeDescription type, int site);
}
