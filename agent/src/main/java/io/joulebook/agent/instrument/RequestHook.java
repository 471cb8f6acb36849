package io.joulebook.agent.instrument;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A hook into a server: calls have the route of the request that they are part of. */
interface RequestHook extends Hook {
  @Override
  default String loss() {
    return "calls have no route of its requests";
  }

  /**
   * What reads the route from what the advice passes to the bridge; empty if that is the route, or
   * if the class loader sees no such server. It is asked on the host's threads, and returns null
   * where there is no route yet.
   *
   * @param loader the woven class's
   */
  Optional<? extends Function<Object, ?>> reader(ClassLoader loader);

  /**
   * What tells of a request, as the advice passes it at its method's end, whether it goes on: it
   * may be answered later by another thread. Empty if nobody knows. It is asked on the host's
   * threads.
   */
  default Optional<Predicate<Object>> goesOn() {
    return Optional.empty();
  }
}
