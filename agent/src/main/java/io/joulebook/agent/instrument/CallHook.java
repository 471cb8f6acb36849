package io.joulebook.agent.instrument;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A hook into an inference library. What its woven code passes is read on the host's own threads,
 * so that no object of the host is kept until ours has time: everything here must be quick, safe
 * for several threads, and keep nothing alive. It may fail in any way: the caller takes that as
 * unknown.
 */
interface CallHook extends Hook {
  /**
   * The names of native methods of the class that are calls, each with the advice where one is
   * entered. They are metered where the agent is there before the class is loaded.
   */
  default Map<String, Class<?>> natives() {
    return Map.of();
  }

  /**
   * What is known of the model behind a call; asked when a receiver calls for the first time, and
   * again now and then.
   *
   * @param receiver what is called, e.g. a session; null if the hook passes none
   * @param context what else the hook passes to read the name from
   */
  ModelFacts model(@Nullable Object receiver, @Nullable Object context) throws Throwable;

  /**
   * What reads a call's size from its inputs or its result, see {@code JoulebookBridge.size}.
   *
   * @param batch what is known of the model that is called
   */
  default Optional<ToLongFunction<Object>> sizes(Batch batch) {
    return Optional.empty();
  }

  /** What finds, in the frame of a call, what is called, see {@code JoulebookBridge.callees}. */
  default Optional<Function<Object, @Nullable Object>> called() {
    return Optional.empty();
  }

  /** What reads what a call's result says of tokens where it comes later. */
  default Optional<Function<@Nullable Object, TokenUsage>> laterUsage() {
    return Optional.empty();
  }

  /** What reads from a call's result how many tokens it made; 0 where the result does not tell. */
  default Optional<ToLongFunction<Object>> outputTokens() {
    return Optional.empty();
  }

  /**
   * What finds, in a call's result, the stream that is still being made, or a list of them; null
   * where the result is complete.
   */
  default Optional<Function<Object, @Nullable Object>> streams() {
    return Optional.empty();
  }

  /**
   * What finds the requests of a server that a batch answers, see {@code JoulebookBridge.requests}.
   */
  default Optional<Function<Object, @Nullable Object @Nullable []>> requests() {
    return Optional.empty();
  }
}
