package io.joulebook.agent.instrument;

import java.util.Set;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;

/** What is woven into one library. Weaving runs on the thread that loads the class. */
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
  default boolean isEssential(String type) {
    return true;
  }

  /** Adds the advice; {@code site} is what the advice passes to the bridge. */
  DynamicType.Builder<?> weave(DynamicType.Builder<?> builder, TypeDescription type, int site);
}
