package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;

/**
 * The methods that advice is put into while one class is woven. Byte Buddy hands its context from
 * the class to each method: it is where they are noted. By one thread.
 */
final class AdvisedMethods implements Implementation.Context.Factory {
  private final Set<String> names = new TreeSet<>();

  /** Their names. */
  Set<String> names() {
    return names;
  }

  /** Advice is put into a method. */
  static void note(Implementation.Context context, MethodDescription method) {
    if (context instanceof Noting noting && !method.isAbstract() && !method.isNative()) {
      noting.names.add(method.getInternalName());
    }
  }

  @Override
  @Deprecated
  public Implementation.Context.ExtractableView make(
      TypeDescription type,
      AuxiliaryType.NamingStrategy naming,
      TypeInitializer initializer,
      ClassFileVersion version,
      ClassFileVersion auxiliary) {
    boolean frames = version.isAtLeast(ClassFileVersion.JAVA_V6);
    return make(
        type,
        naming,
        initializer,
        version,
        auxiliary,
        frames
            ? Implementation.Context.FrameGeneration.GENERATE
            : Implementation.Context.FrameGeneration.DISABLED);
  }

  @Override
  public Implementation.Context.ExtractableView make(
      TypeDescription type,
      AuxiliaryType.NamingStrategy naming,
      TypeInitializer initializer,
      ClassFileVersion version,
      ClassFileVersion auxiliary,
      Implementation.Context.FrameGeneration frames) {
    return new Noting(type, version, frames, names);
  }

  /** Adds nothing to the class: code stands in its methods only. */
  private static final class Noting extends Implementation.Context.Disabled {
    private final Set<String> names;

    Noting(
        TypeDescription type,
        ClassFileVersion version,
        Implementation.Context.FrameGeneration frames,
        Set<String> names) {
      super(type, version, frames);
      this.names = names;
    }
  }
}
