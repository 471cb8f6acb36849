package io.joulebook.agent.runtime;

import io.joulebook.agent.config.Inputs;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.instrument.Privileged;
import io.joulebook.agent.telemetry.HostTelemetry;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    implements ClassFileTransformer, BiConsumer<CountDownLatch, CountDownLatch>, AutoCloseable {
  /** How long the end of the JVM may be held up, in milliseconds. */
  private static final long END_MILLIS = 1_500;

  private static final long LAST_WORDS_MILLIS = 200;

  /** How long it may besides if the books are still being opened. */
  private static final long OPEN_MILLIS = 5_000;

  private final Instrumentation instrumentation;
  private final String options;
  private final Settings settings;
  private final Hooks hooks;
  private final UnusedHooks unseenHooks;
  private final EngineWatch engines;
  private final UnusableClasses breakage = new UnusableClasses();
  private final HostTelemetry telemetry;
  private final boolean micrometer;

  /**
   * Opens with the books, or when they will not be opened any more. A latch, and no future: the
   * JDK's classes for these would be lost to the host, too, if their initialisers met a full heap
   * here.
   */
  private final CountDownLatch opening = new CountDownLatch(1);

  private final Thread end = AgentThread.of("joulebook-end", this::end);
  private volatile Set<String> hookedTypes;

  /** Classes that override what is woven, and others woven singly, spelt with slashes. */
  private final Set<String> singly = ConcurrentHashMap.newKeySet();

  private volatile @Nullable CountDownLatch inUse;
  private volatile @Nullable Open open;
  private volatile boolean closed;
  private boolean looked;
  private @Nullable CollectorRuntime serving;

  /** What has to be settled and written when the JVM ends. */
  private record Open(MeteringLoop books, CollectorRuntime serving) {}

  /** Reads the configuration and gets ready to weave. */
  public AgentCore(Instrumentation instrumentation, String options) {
    this.instrumentation = instrumentation;
    this.options = options;
    settings = Settings.resolve(Inputs.ofThisJvm(options));
    Console.hide(settings::hide);
    hooks =
        new Hooks(
            settings.get(Keys.HOOKS_DISABLED).orElse(Set.of()),
            settings.get(Keys.HOOKS_CUSTOM).orElse(List.of()),
            Console::say);
    unseenHooks = new UnusedHooks(hooks, System.nanoTime(), Console::say);
    engines = new EngineWatch(settings.get(Keys.ENGINES_IGNORED).orElse(Set.of()), Console::say);
    micrometer = settings.require(Keys.MICROMETER);
    telemetry =
        new HostTelemetry(
            new LoadedClasses(instrumentation),
            run -> AgentThread.of("joulebook-micrometer", run),
            Console::say);
    hookedTypes = withSlashes(hooks.types());
    hooks.retransformer(this::weaveOne);
    hooks.listen();
    endWithTheJvm();
    JoulebookBridge.enable(true);
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
    seen(className);
    boolean candidate =
        hookedTypes.contains(className)
            || singly.contains(className)
            || hooks.inherits(loader, className, bytes);
    return candidate
        ? Privileged.get(new Weave(this, loader, className, classBeingRedefined, bytes))
        : null;
  }

  // No lambda: the JVM would make its class while the host's class loads, perhaps with a full heap.
  @SuppressWarnings("ArrayRecordComponent")
  private record Weave(
      AgentCore core,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> loaded,
      byte[] bytes)
      implements PrivilegedAction<byte @Nullable []> {
    @Override
    public byte @Nullable [] run() {
      return core.weave(loader, className, loaded, bytes);
    }
  }

  private void seen(String className) {
    hooks.seen(className);
    engines.seen(className);
    if (micrometer) {
      telemetry.seen(className);
    }
  }

  private byte @Nullable [] weave(
      @Nullable ClassLoader loader, String className, @Nullable Class<?> loaded, byte[] bytes) {
    try {
      return hooks.weave(loader, className.replace('/', '.'), loaded, bytes);
    } catch (VirtualMachineError | NoClassDefFoundError noMemory) {
      breakage.noteUnwoven(noMemory);
      throw noMemory;
    }
  }

  /**
   * Keeps the books and serves the metrics from the moment that the agent is in use, until the JVM
   * ends; called on the ledger's thread. Before that it says nothing and opens nothing.
   *
   * @param loggingIsSetUp opens when the host has initialised java.util.logging
   * @param inUse opens when the agent is in use
   */
  @Override
  public void accept(CountDownLatch loggingIsSetUp, CountDownLatch inUse) {
    this.inUse = inUse;
    hooks.warmUp();
    weaveLoadedClasses(hookedTypes);
    if (awaitUse(inUse)) {
      settings.complaints().forEach(Console::complain);
      weaveRequests();
      keepBooks(loggingIsSetUp);
    }
  }

  /**
   * Stops in order, each part whatever becomes of the others; if that fails for lack of memory, it
   * may be called again.
   */
  @Override
  public void close() {
    JoulebookBridge.enable(false);
    closed = true;
    Open books = open;
    if (books != null) {
      books.books().stop();
    }
    try {
      opening.countDown();
      hooks.close();
    } finally {
      closeServing();
    }
  }

  private void closeServing() {
    try {
      CollectorRuntime opened = serving;
      if (opened != null) {
        opened.close();
      }
    } finally {
      forgetTheEnd();
    }
  }

  // Whether it is in use, and not closed before. An interrupt is meant for the host's threads.
  private boolean awaitUse(CountDownLatch inUse) {
    boolean isUsed = false;
    while (!isUsed && !closed) {
      isUsed = isUsed(inUse);
    }
    return isUsed;
  }

  private boolean isUsed(CountDownLatch inUse) {
    try {
      if (!looked) {
        if (inUse.await(UnusedHooks.LONG_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
          return true;
        }
        unseenHooks.look(System.nanoTime(), UnusedHooks.LONG_PATIENCE);
        looked = true;
      }
      inUse.await();
      return true;
    } catch (InterruptedException notForUs) {
      return false;
    }
  }

  private void keepBooks(CountDownLatch loggingIsSetUp) {
    CollectorRuntime opened =
        CollectorRuntime.open(settings, hooks, telemetry, () -> Inputs.ofThisJvm(options));
    serving = opened;
    LoggingGate logging = new LoggingGate(loggingIsSetUp);
    MeteringLoop books =
        new MeteringLoop(settings, hooks, unseenHooks, engines, opened, logging, breakage);
    open = new Open(books, opened);
    if (closed) {
      books.stop(); // it was closed before there were any to stop
    }
    opening.countDown();
    weaveLoadedClasses(withSlashes(hooks.notMet()));
    books.run();
  }

  // From the beginning: the first call may be the last one, too, and its JVM ends while the books
  // are being opened.
  private void endWithTheJvm() {
    try {
      Runtime.getRuntime().addShutdownHook(end);
    } catch (IllegalStateException endsAlready) {
      return;
    }
  }

  private void forgetTheEnd() {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException endsAlready) {
      return;
    }
  }

  // Receipts that the books settle now are written before the JVM is gone.
  void end() {
    CountDownLatch use = inUse;
    if (use != null && use.getCount() > 0) {
      return;
    }
    try {
      opening.await(OPEN_MILLIS, TimeUnit.MILLISECONDS);
      Open opened = open;
      if (opened != null) {
        opened.books.end(END_MILLIS);
        opened.serving.finish();
        Console.flush(LAST_WORDS_MILLIS);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  // A server that never infers is not touched.
  private void weaveRequests() {
    Set<String> requests = withSlashes(hooks.weaveRequests());
    hookedTypes =
        Stream.concat(hookedTypes.stream(), requests.stream())
            .collect(Collectors.toUnmodifiableSet());
    weaveLoadedClasses(requests);
    if (settings.require(Keys.PROPAGATION)) {
      hooks.propagate();
    }
  }

  // Classes that were loaded before the weaver was ready, or before the agent was attached.
  private void weaveLoadedClasses(Set<String> types) {
    Set<Class<?>> overriding = new LinkedHashSet<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = pathOf(loaded);
      seen(name);
      if (types.contains(name)) {
        retransform(loaded);
      } else {
        overriding.addAll(hooks.overriding(loaded));
      }
    }
    overriding.forEach(this::weaveOne); // once what they inherit from is woven
  }

  private void weaveOne(Class<?> type) {
    singly.add(pathOf(type));
    retransform(type);
  }

  private static String pathOf(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private void retransform(Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Console.say("cannot hook " + loaded.getName() + ", its calls are not metered: " + e);
    }
  }
}
