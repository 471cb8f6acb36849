package io.joulebook.agent.instrument;

import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * One inference library: what is woven into it, and how what the woven code notes is read.
 *
 * <p>{@link #weave} runs on the thread that loads the class; everything else on the agent's own
 * thread. Reading a library's objects may fail in any way: the caller treats that as unknown.
 */
interface Hook {
  /** Its name in {@code hooks.disabled} and {@code joulebook_hook_installed}. */
  String name();

  /** The binary names of the classes that it weaves. */
  Set<String> types();

  /** Whether direct subclasses of a woven class are woven too. */
  default boolean weavesSubclassesOf(String type) {
    return false;
  }

  /** Whether this class is the one whose weaving makes the hook work. */
  boolean isEssential(String type);

  /** Adds the advice; {@code site} is what the advice passes to the bridge. */
  DynamicType.Builder<?> weave(DynamicType.Builder<?> builder, TypeDescription type, int site);

  /** What is known of the model behind a call; asked once per subject. */
  ModelFacts model(@Nullable Object subject, @Nullable Object detail) throws Throwable;

  /** What the call worked on. */
  Work work(@Nullable Object detail, long items) throws Throwable;

  /** Something rare that the advice noted: a session was made, an option set. */
  default void noted(@Nullable Object first, @Nullable Object second, @Nullable Object third)
      throws Throwable {}
}
