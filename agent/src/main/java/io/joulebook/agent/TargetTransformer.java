package io.joulebook.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the name of each class that loads, and at nothing else, until one is to be woven. Then
 * the loading thread waits a bounded moment for the core; if that is not enough, the class loads as
 * it is and is retransformed later.
 */
final class TargetTransformer implements ClassFileTransformer {
  private static final String LOG_MANAGER = "java/util/logging/LogManager";

  private final Targets targets;
  private final CoreStart core;

  TargetTransformer(Targets targets, CoreStart core) {
    this.targets = targets;
    this.core = core;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      return className == null ? null : look(loader, className, classBeingRedefined, domain, bytes);
    } catch (Throwable failure) {
      return null; // an unwoven class is the worst that may happen
    }
  }

  private byte @Nullable [] look(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws Exception {
    if (name.equals(LOG_MANAGER)) {
      core.loggingIsSetUp();
      return null;
    }
    boolean woven = targets.isWoven(name);
    if (woven || targets.isTrigger(name)) {
      core.inUse();
    }
    @Nullable ClassFileTransformer weaver = core.weaver();
    if (weaver == null && woven) {
      weaver = core.awaitWeaver();
    }
    return weaver == null ? null : weave(weaver, loader, name, redefined, domain, bytes);
  }

  // Custom hooks of the configuration file are known to the core only. Until the agent is in use it
  // weaves nothing else.
  private byte @Nullable [] weave(
      ClassFileTransformer weaver,
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes)
      throws Exception {
    byte @Nullable [] woven = weaver.transform(loader, name, redefined, domain, bytes);
    if (woven != null) {
      core.inUse();
    }
    return woven;
  }
}
