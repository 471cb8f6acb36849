package io.joulebook.agent.core;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.config.SourceName;
import io.joulebook.agent.instrument.Hooks;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The core as the root tier sees it: a weaver from the moment that it is constructed, and the books
 * once it is run. The root tier knows it only by the JDK types that it implements.
 */
public final class AgentCore
    implements ClassFileTransformer, BiConsumer<CountDownLatch, CountDownLatch> {
  /** How long the host may take to set up its logging before JNA, which touches it, is used. */
  private static final long LOGGING_SECONDS = 1;

  /** The same where the host has announced a log manager of its own. */
  private static final long OWN_LOG_MANAGER_SECONDS = 30;

  private final Instrumentation instrumentation;
  private final String options;
  private final Settings settings;
  private final Hooks hooks;
  private volatile Set<String> hookedTypes;

  /** Reads the configuration and gets ready to weave. */
  public AgentCore(Instrumentation instrumentation, String options) {
    this.instrumentation = instrumentation;
    this.options = options;
    settings = Settings.resolve(inputs());
    settings.complaints().forEach(Console::say);
    hooks =
        new Hooks(
            settings.get(Keys.HOOKS_DISABLED).orElse(Set.of()),
            settings.get(Keys.HOOKS_CUSTOM).orElse(List.of()),
            Console::say);
    hookedTypes = withSlashes(hooks.types());
    JoulebookBridge.enable(true);
  }

  private Inputs inputs() {
    return Inputs.ofThisJvm(options);
  }

  private static Set<String> withSlashes(Set<String> types) {
    return types.stream().map(type -> type.replace('.', '/')).collect(Collectors.toSet());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> classBeingRedefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    hooks.seen(className);
    boolean candidate = hookedTypes.contains(className) || className.startsWith("ai/djl/");
    return candidate ? hooks.weave(loader, className.replace('/', '.'), bytes) : null;
  }

  /**
   * Serves the metrics at once, and keeps the books once a hooked class shows up, until the JVM
   * ends; called on the ledger's thread.
   *
   * @param loggingIsSetUp opens when the host has initialised java.util.logging
   * @param wanted opens when a hooked library shows up
   */
  @Override
  public void accept(CountDownLatch loggingIsSetUp, CountDownLatch wanted) {
    hooks.warmUp();
    weaveLoadedClasses(hookedTypes);
    try (Serving serving = Serving.open(settings, hooks, this::inputs)) {
      awaitUse(wanted);
      weaveRequests();
      awaitLogging(loggingIsSetUp, serving.hasLiveFeeds());
      serving.watchGrid();
      Books.open(settings, hooks, serving).run();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      JoulebookBridge.enable(false);
    }
  }

  // An open NVML session holds GPUs (it blocks their reset): a JVM that never infers must not have
  // one, unless it was asked for by name.
  private void awaitUse(CountDownLatch wanted) throws InterruptedException {
    if (settings.require(Keys.POWER_SOURCE).equals(List.of(SourceName.AUTO))
        && settings.get(Keys.HOOKS_CUSTOM).isEmpty()) {
      wanted.await();
    }
  }

  // A server that never infers is not touched.
  private void weaveRequests() {
    Set<String> requests = withSlashes(hooks.weaveRequests());
    hookedTypes =
        Stream.concat(hookedTypes.stream(), requests.stream())
            .collect(Collectors.toUnmodifiableSet());
    weaveLoadedClasses(requests);
  }

  // Classes that were loaded before the weaver was ready, or before the agent was attached.
  private void weaveLoadedClasses(Set<String> types) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = loaded.getName().replace('.', '/');
      hooks.seen(name);
      if (types.contains(name)) {
        retransform(loaded);
      }
    }
  }

  private void retransform(Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Console.say("cannot hook " + loaded.getName() + ", its calls are not metered: " + e);
    }
  }

  // JNA touches java.util.logging, and so does the JDK's TLS: only NVML and live feeds have to wait
  // for the host to set it up.
  private void awaitLogging(CountDownLatch loggingIsSetUp, boolean liveFeeds)
      throws InterruptedException {
    List<SourceName> sources = settings.require(Keys.POWER_SOURCE);
    if (!liveFeeds && !sources.contains(SourceName.AUTO) && !sources.contains(SourceName.NVML)) {
      return;
    }
    boolean ownManager =
        System.getProperty("java.util.logging.manager") != null
            || System.getenv("JBOSS_HOME") != null;
    long seconds = ownManager ? OWN_LOG_MANAGER_SECONDS : LOGGING_SECONDS;
    boolean inTime = loggingIsSetUp.await(seconds, TimeUnit.SECONDS);
    if (!inTime && ownManager) {
      Console.say("the host's log manager was not seen to load within " + seconds + " s");
    }
  }
}
