package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the route and the trace of a request follow it to other threads: by the OpenTelemetry agent's
 * context where there is that agent, else by {@link TaskHook}. The JDK's classes are woven only
 * once a server has served a request, on the thread that looks. By one thread.
 */
final class Propagation {
  private final HandedTasks tasks = new HandedTasks();
  private final Consumer<Hook> add;
  private @Nullable Consumer<Set<String>> weaver;

  /**
   * Not in force yet.
   *
   * @param add is given what is to be woven from now on
   */
  Propagation(Consumer<Hook> add) {
    this.add = add;
  }

  /** In force from now on: {@code types} weaves classes of these names that are loaded. */
  void enable(Consumer<Set<String>> types) {
    weaver = types;
  }

  /** Begins if there is a reason to; to be called now and then. */
  void look() {
    Consumer<Set<String>> types = weaver;
    if (types != null && JoulebookBridge.requestsServed()) {
      weaver = null;
      begin(types);
    }
    tasks.sweep();
  }

  private void begin(Consumer<Set<String>> types) {
    ContextRoute.ofTheAgent().ifPresent(JoulebookBridge::contextRoute);
    Hook hook = new TaskHook();
    hook.types().forEach(Propagation::load);
    tasks.warmUp();
    JoulebookBridge.tasks(tasks::put, tasks::take);
    add.accept(hook);
    types.accept(hook.types());
  }

  // Or else a request's thread would load it, and weave it.
  private static void load(String type) {
    try {
      Class.forName(type, false, null);
    } catch (ClassNotFoundException | LinkageError ofAnotherJdk) {
      return;
    }
  }
}
