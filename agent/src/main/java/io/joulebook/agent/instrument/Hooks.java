package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
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
  private final Map<String, Boolean> installed = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Consumer<String> complaints;
  private volatile boolean subclassesMatter;
  private volatile boolean requestsMatter;
  private final int firstSite = JoulebookBridge.firstSite();
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
    custom.forEach(hook -> add(new CustomMethodHook(hook)));
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
    for (String type : hook.types()) {
      hooksOfType.computeIfAbsent(type, t -> new ArrayList<>()).add(hook);
    }
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
  }

  /** Whether each hook is woven into a class of the host. */
  public Map<String, Boolean> installed() {
    return new HashMap<>(installed);
  }

  /** The class with advice in it, or null if it is none of ours or cannot be woven. */
  public byte @Nullable [] weave(@Nullable ClassLoader loader, String type, byte[] bytes) {
    byte[] woven = null;
    for (Hook hook : hooksOf(type, bytes)) {
      byte[] more = weave(hook, loader, type, woven == null ? bytes : woven);
      woven = more == null ? woven : more;
    }
    return woven;
  }

  private byte @Nullable [] weave(
      Hook hook, @Nullable ClassLoader loader, String type, byte[] bytes) {
    seen.add(hook.name());
    try {
      int number = number(hook, loader);
      if (number < 0) {
        return null;
      }
      byte[] woven = Weaving.weave(hook, firstSite + number, type, loader, bytes);
      installed.computeIfPresent(hook.name(), (name, was) -> was || hook.isEssential(type));
      subclassesMatter |= hook.subclassesIn().isPresent();
      return woven;
    } catch (VirtualMachineError | NoClassDefFoundError passing) {
      throw passing; // it tells nothing of the class
    } catch (Throwable failure) {
      complaints.accept("cannot hook " + type + ", its calls are not metered: " + reason(failure));
      return null;
    }
  }

  // A reader is in place before the first call that passes its number can come.
  private synchronized int number(Hook hook, @Nullable ClassLoader loader) {
    if (closed) {
      return -1;
    }
    int number = sites.number(hook, loader);
    if (sites.all().size() > sitesRead) {
      JoulebookBridge.sizes(
          sites.all().stream().map(site -> sizes(site.hook())).toArray(Hooks::readers));
      sitesRead = sites.all().size();
    }
    return number;
  }

  private static @Nullable ToLongFunction<Object> sizes(Hook hook) {
    return hook instanceof CallHook calls ? calls.sizes().orElse(null) : null;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ToLongFunction<Object>[] readers(int length) {
    return new ToLongFunction[length];
  }

  private static String reason(Throwable failure) {
    boolean ours = failure instanceof IllegalArgumentException;
    return ours ? String.valueOf(failure.getMessage()) : failure.toString();
  }

  // Once a class whose subclasses matter is woven, classes are looked at for their superclass.
  private List<Hook> hooksOf(String type, byte[] bytes) {
    List<Hook> found = hooksOfType.getOrDefault(type, List.of());
    if (found.isEmpty() && subclassesMatter && hooks.stream().anyMatch(h -> weavesBelow(h, type))) {
      List<Hook> inherited =
          hooksOfType.getOrDefault(superclass(bytes), List.of()).stream()
              .filter(hook -> weavesBelow(hook, type))
              .toList();
      if (!inherited.isEmpty()) {
        hooksOfType.put(type, inherited);
      }
      return inherited;
    }
    return requestsMatter ? found : found.stream().filter(CallHook.class::isInstance).toList();
  }

  /** The packages below which direct subclasses of woven classes are woven too, with a dot. */
  public Set<String> subclassPackages() {
    return hooks.stream()
        .flatMap(hook -> hook.subclassesIn().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean weavesBelow(Hook hook, String type) {
    return hook.subclassesIn().filter(type::startsWith).isPresent();
  }

  // A class that we cannot read the host may not be able to load either, and is nobody's heir.
  private static String superclass(byte[] bytes) {
    try {
      return Weaving.superclass(bytes);
    } catch (RuntimeException unreadable) {
      return "";
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
    try {
      CallHook hook = (CallHook) sites.hook((Integer) Objects.requireNonNull(note[0]));
      hook.noted(note[1], note[2], note[3]);
    } catch (Throwable unreadable) {
      return; // what the note would have told stays unknown
    }
  }
}
