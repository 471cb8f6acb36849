package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All hooks in force: weaves classes as they load, and reads what the woven code noted.
 *
 * <p>{@link #weave} may be called by any thread; the rest belongs to the agent's own.
 */
public final class Hooks {
  private final List<Hook> hooks = new ArrayList<>();
  private final Map<String, List<Hook>> hooksOfType = new ConcurrentHashMap<>();
  private final HookIds sites = new HookIds();
  private final Receivers receivers = new Receivers(sites);
  private final Traces traces = new Traces(sites);
  private final Routes routes = new Routes(sites);
  private final Propagation propagation = new Propagation(this::add, this::weaveLoaded);
  private final StreamListener streams = new StreamListener(sites);
  private final Map<String, Boolean> installed = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> typesSeen = ConcurrentHashMap.newKeySet();
  private final Consumer<String> complaints;
  private final Map<String, Hook> hookOfSubclasses = new HashMap<>();
  private final Map<CustomHook, Hook> hookOfEntry = new HashMap<>();
  private final Implementors implementors;
  private final WeakIdentityMap<Boolean> met = new WeakIdentityMap<>();
  private volatile Consumer<Class<?>> retransformer = type -> {};
  private volatile boolean requestsMatter;
  private final int firstSite = JoulebookBridge.firstSite();
  private final AtomicBoolean toldForbidden = new AtomicBoolean();
  private int sitesRead;
  private boolean closed;

  /**
   * Sets up the built-in hooks but those disabled, and the custom ones.
   *
   * @param complaints is given one line for each hook that cannot be woven
   */
  public Hooks(Set<String> disabled, List<CustomHook> custom, Consumer<String> complaints) {
    this.complaints = complaints;
    Predicate<String> enabled = name -> !disabled.contains(name);
    BuiltInHooks.all(enabled).filter(hook -> enabled.test(hook.name())).forEach(this::add);
    for (CustomHook entry : custom) {
      Hook hook = new CustomMethodHook(entry, complaints);
      hookOfEntry.put(entry, hook);
      add(hook);
    }
    implementors = new Implementors(custom, complaints);
  }

  /** Loads Byte Buddy by weaving a class of ours for nothing, so that a host's class is quick. */
  public void warmUp() {
    try {
      Weaving.warmUp();
    } catch (Throwable laterThen) {
      return;
    }
  }

  private void add(Hook hook) {
    hooks.add(hook);
    installed.put(hook.name(), false);
    hook.weavesSubclassesOf().ifPresent(type -> hookOfSubclasses.put(type, hook));
    for (String type : hook.types()) {
      add(type, hook);
    }
  }

  private void add(String type, Hook hook) {
    List<Hook> known = hooksOfType.computeIfAbsent(type, t -> new CopyOnWriteArrayList<>());
    if (!known.contains(hook) && !isTaken(type, hook, known)) {
      known.add(hook);
    }
  }

  // Or the model would be that of the one that is woven last.
  private boolean isTaken(String type, Hook hook, List<Hook> known) {
    for (Hook first : known) {
      if (hook instanceof CustomMethodHook later && later.isSameMethod(first)) {
        complaints.accept(HookMessages.sameMethod(first, hook, type));
        return true;
      }
    }
    return false;
  }

  /** The binary names of all classes of inference libraries to weave. */
  public Set<String> types() {
    return types(CallHook.class::isInstance);
  }

  /**
   * From now on servers' request scopes are woven too: there is something to meter in this JVM.
   *
   * @return the binary names of their classes
   */
  public Set<String> weaveRequests() {
    requestsMatter = true;
    return types(hook -> !(hook instanceof CallHook));
  }

  /**
   * Those of {@link #weaveRequests} that have not been met so far: a class that was being defined
   * just then may be loaded and not woven.
   */
  public Set<String> notMet() {
    Set<String> types = new HashSet<>(types(hook -> !(hook instanceof CallHook)));
    types.removeAll(typesSeen);
    return types;
  }

  private Set<String> types(Predicate<Hook> which) {
    return hooks.stream()
        .filter(which)
        .flatMap(hook -> hook.types().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Looks at the name, spelt with slashes, of a class that is loaded: is there OpenTelemetry? */
  public void seen(String className) {
    traces.seen(className);
  }

  /** Finds what reads the current trace and route, where there is reason to; by one thread. */
  public void findOrigins() {
    traces.look();
    routes.look();
    propagation.look();
  }

  /** Has requests followed from thread to thread. */
  public void propagate() {
    propagation.enable();
  }

  /** Whether each hook is woven into a class of the host. */
  public Map<String, Boolean> installed() {
    return new HashMap<>(installed);
  }

  /**
   * The class with advice in it, or null if it is none of ours or cannot be woven.
   *
   * @param loaded the class if it is loaded already
   */
  public byte @Nullable [] weave(
      @Nullable ClassLoader loader, String type, @Nullable Class<?> loaded, byte[] bytes) {
    byte[] woven = null;
    typesSeen.add(type);
    for (Hook hook : hooksOf(type)) {
      byte[] more = weave(hook, loader, type, loaded, woven == null ? bytes : woven);
      woven = more == null ? woven : more;
    }
    return woven;
  }

  private byte @Nullable [] weave(
      Hook hook,
      @Nullable ClassLoader loader,
      String type,
      @Nullable Class<?> loaded,
      byte[] bytes) {
    seen.add(hook.name());
    if (hook instanceof CustomMethodHook && isOfJdk(loader)) {
      complaints.accept(HookMessages.ofJdk(hook, type));
      return null;
    }
    try {
      int number = number(hook, loader);
      if (number < 0) {
        return null;
      }
      AdvisedMethods advised = new AdvisedMethods();
      int site = firstSite + number;
      byte[] woven = Weaving.weave(hook, site, type, loader, loaded, bytes, advised);
      check(hook, type, advised.names());
      return woven;
    } catch (VirtualMachineError | NoClassDefFoundError passing) {
      throw passing; // it tells nothing of the class
    } catch (Throwable failure) {
      complaints.accept(HookMessages.failed(hook, type, failure));
      return null;
    }
  }

  // The library may have another method by now: then nothing is woven, and nothing fails.
  private void check(Hook hook, String type, Set<String> woven) {
    Set<String> needed = hook.needs(type);
    Set<String> missing = new TreeSet<>(needed);
    missing.removeAll(woven);
    if (!missing.isEmpty()) {
      complaints.accept(HookMessages.missing(hook, type, missing));
    }
    boolean works = hook.isEssential(type) && (needed.isEmpty() || missing.size() < needed.size());
    installed.computeIfPresent(hook.name(), (name, was) -> was || works);
  }

  private static boolean isOfJdk(@Nullable ClassLoader loader) {
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  // A reader is in place before the first call that passes its number can come.
  private synchronized int number(Hook hook, @Nullable ClassLoader loader) {
    if (closed) {
      return -1;
    }
    int number = sites.number(hook, loader);
    if (sites.all().size() > sitesRead) {
      CallReaders.tell(sites.all(), receivers);
      sitesRead = sites.all().size();
    }
    return number;
  }

  private List<Hook> hooksOf(String type) {
    List<Hook> found = hooksOfType.getOrDefault(type, List.of());
    return requestsMatter ? found : found.stream().filter(CallHook.class::isInstance).toList();
  }

  /**
   * The classes between this one and the class that a hook weaves, this one included: they may
   * override what is woven, and are woven from now on. Empty where no hook cares.
   */
  public List<Class<?>> overriding(Class<?> type) {
    List<Class<?>> between = new ArrayList<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      Hook hook = hookOfSubclasses.get(each.getName());
      if (hook != null) {
        between.forEach(one -> add(one.getName(), hook));
        return between;
      }
      between.add(each);
    }
    return inherits(type.getName(), implementors.of(type)) ? List.of(type) : List.of();
  }

  /**
   * Whether a class that loads implements or extends what a hook of the operator's weaves with all
   * that does; it is woven from now on.
   *
   * @param path its name with slashes
   */
  public boolean inherits(@Nullable ClassLoader loader, String path, byte[] classFile) {
    return !implementors.isEmpty()
        && inherits(path.replace('/', '.'), implementors.of(loader, path, classFile));
  }

  private boolean inherits(String type, List<CustomHook> entries) {
    entries.forEach(entry -> add(type, Objects.requireNonNull(hookOfEntry.get(entry))));
    return !entries.isEmpty();
  }

  /** Names what weaves a class that is loaded; it may be asked on the host's thread. */
  public void retransformer(Consumer<Class<?>> again) {
    retransformer = again;
  }

  private void weaveLoaded(Class<?> type) {
    retransformer.accept(type);
  }

  private void tellForbidden(SecurityException forbidden) {
    if (toldForbidden.compareAndSet(false, true)) {
      complaints.accept(HookMessages.forbidden(forbidden));
    }
  }

  // An object whose class has not been met: most are of the woven class itself.
  private void created(Object object) {
    Class<?> type = object.getClass();
    if (!hookOfSubclasses.containsKey(type.getName()) && met.get(type) == null) {
      overriding(type).stream().filter(each -> met.isNew(each, true)).forEach(retransformer);
    }
  }

  /** Custom hooks whose class has not been loaded so far. */
  public List<String> notSeen() {
    return hooks.stream()
        .filter(CustomMethodHook.class::isInstance)
        .map(Hook::name)
        .filter(name -> !seen.contains(name))
        .toList();
  }

  /** Lets woven code ask this object about what it meets. */
  public void listen() {
    JoulebookBridge.resolver(receivers);
    JoulebookBridge.notes(this::noted);
    streams.listen();
  }

  /**
   * The calls, as the bridge numbers them, whose streams nobody can end any more, since it was
   * asked last; by the ledger's thread.
   */
  public List<long[]> takeAbandonedStreams() {
    return streams.takeAbandoned();
  }

  /** Weaves nothing from now on: the next core counts the sites that it was told of. */
  public synchronized void close() {
    closed = true;
  }

  /** What is known of the model behind calls with these numbers of site and receiver. */
  public ModelFacts model(int site, int receiver) {
    return receivers.facts(site & ~JoulebookBridge.LEAF, receiver);
  }

  // On the host's thread, while it makes a session or sets an option.
  private void noted(@Nullable Object[] note) {
    Privileged.get(
        () -> {
          read(note);
          return "";
        });
  }

  private void read(@Nullable Object[] note) {
    try {
      Hook hook = sites.hook((Integer) Objects.requireNonNull(note[0]));
      if (note[1] != null && note[2] == null && hook.weavesSubclassesOf().isPresent()) {
        created(note[1]);
      } else {
        hook.noted(note[1], note[2], note[3]);
      }
    } catch (SecurityException forbidden) {
      tellForbidden(forbidden);
    } catch (Throwable unreadable) {
      return; // what the note would have told stays unknown
    }
  }
}
