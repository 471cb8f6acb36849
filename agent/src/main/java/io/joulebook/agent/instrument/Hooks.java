package io.joulebook.agent.instrument;

import io.joulebook.agent.config.CustomHook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final WovenSites sites = new WovenSites();
  private final Traces traces = new Traces(sites);
  private final Routes routes = new Routes(sites);
  private final Map<String, Boolean> installed = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Consumer<String> complaints;
  private volatile boolean subclassesMatter;
  private volatile boolean requestsMatter;

  /**
   * Sets up the built-in hooks but those disabled, and the custom ones.
   *
   * @param complaints is given one line for each hook that cannot be woven
   */
  public Hooks(Set<String> disabled, List<CustomHook> custom, Consumer<String> complaints) {
    this.complaints = complaints;
    boolean onnxRuntime = !disabled.contains("onnxruntime");
    if (onnxRuntime) {
      add(new OnnxRuntimeHook());
    }
    if (!disabled.contains("djl")) {
      add(new DjlHook(onnxRuntime));
    }
    custom.forEach(hook -> add(new CustomMethodHook(hook)));
    if (!disabled.contains("jdk-httpserver")) {
      add(new HttpServerHook());
    }
    if (!disabled.contains("servlet")) {
      add(new ServletHook("jakarta"));
      add(new ServletHook("javax"));
    }
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
      byte[] woven = Weaving.weave(hook, sites.number(hook, loader), type, loader, bytes);
      installed.computeIfPresent(hook.name(), (name, was) -> was || hook.isEssential(type));
      subclassesMatter |= hook.weavesSubclassesOf(type);
      return woven;
    } catch (Throwable failure) {
      complaints.accept("cannot hook " + type + ", its calls are not metered: " + reason(failure));
      return null;
    }
  }

  private static String reason(Throwable failure) {
    boolean ours = failure instanceof IllegalArgumentException;
    return ours ? String.valueOf(failure.getMessage()) : failure.toString();
  }

  // Once a class whose subclasses matter is woven, classes are looked at for their superclass.
  private List<Hook> hooksOf(String type, byte[] bytes) {
    List<Hook> found = hooksOfType.getOrDefault(type, List.of());
    if (found.isEmpty() && subclassesMatter && type.startsWith("ai.djl.")) {
      List<Hook> inherited =
          hooksOfType.getOrDefault(Weaving.superclass(bytes), List.of()).stream()
              .filter(hook -> hook.weavesSubclassesOf(type))
              .toList();
      if (!inherited.isEmpty()) {
        hooksOfType.put(type, inherited);
      }
      return inherited;
    }
    return requestsMatter ? found : found.stream().filter(CallHook.class::isInstance).toList();
  }

  /** Custom hooks whose class has not been loaded so far. */
  public List<String> notSeen() {
    return hooks.stream()
        .filter(CustomMethodHook.class::isInstance)
        .map(Hook::name)
        .filter(name -> !seen.contains(name))
        .toList();
  }

  /** What is known of the model behind a call. */
  public ModelFacts model(int site, @Nullable Object subject, @Nullable Object detail) {
    CallHook hook = hook(site);
    try {
      return hook.model(subject, detail);
    } catch (Throwable unreadable) {
      return new ModelFacts(hook.name(), hook.name(), "", "", "call", Placement.UNKNOWN, false);
    }
  }

  /** What a call worked on. */
  public Work work(int site, @Nullable Object detail, long items) {
    try {
      return hook(site).work(detail, items);
    } catch (Throwable unreadable) {
      return Work.ONE_ITEM;
    }
  }

  /** Something rare that woven code noted. */
  public void noted(
      int site, @Nullable Object first, @Nullable Object second, @Nullable Object third) {
    try {
      hook(site).noted(first, second, third);
    } catch (Throwable unreadable) {
      return; // what the note would have told stays unknown
    }
  }

  // Only what inference libraries were woven with passes its number.
  private CallHook hook(int site) {
    return (CallHook) sites.hook(site & ~JoulebookBridge.LEAF);
  }
}
