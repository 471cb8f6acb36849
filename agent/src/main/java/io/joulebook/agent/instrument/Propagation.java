package io.joulebook.agent.instrument;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Has the route and the trace of a request follow it to other threads: by {@link TaskHook}, and by
 * the OpenTelemetry agent's context where there is that agent and it knows the route. The JDK's
 * classes are woven only once a server has served a request, one at a time, on the thread that
 * looks. By one thread.
 */
final class Propagation {
  private final HandedTasks tasks = new HandedTasks();
  private final Consumer<Hook> add;
  private final Consumer<Class<?>> weaver;
  private final Deque<Class<?>> unwoven = new ArrayDeque<>();
  private boolean enabled;

  /**
   * Not in force yet.
   *
   * @param add is given what is to be woven from now on
   * @param weaver weaves a class that is loaded
   */
  Propagation(Consumer<Hook> add, Consumer<Class<?>> weaver) {
    this.add = add;
    this.weaver = weaver;
  }

  /** In force from now on. */
  void enable() {
    enabled = true;
  }

  /** Goes on if there is a reason to; to be called now and then. */
  void look() {
    if (enabled && JoulebookBridge.requestsServed()) {
      enabled = false;
      begin();
    }
    Class<?> next = unwoven.poll();
    if (next != null) {
      weaver.accept(next);
    }
    tasks.sweep();
  }

  private void begin() {
    ContextRoute.ofTheAgent().ifPresent(JoulebookBridge::contextRoute);
    TaskHook hook = new TaskHook();
    hook.types().forEach(this::load);
    tasks.warmUp();
    JoulebookBridge.tasks(tasks::put, tasks::take);
    add.accept(hook);
  }

  // Or else a request's thread would load it, and weave it, whatever is woven by then.
  private void load(String type) {
    try {
      unwoven.add(Class.forName(type, false, null));
    } catch (ClassNotFoundException | LinkageError ofAnotherJdk) {
      return;
    }
  }
}
