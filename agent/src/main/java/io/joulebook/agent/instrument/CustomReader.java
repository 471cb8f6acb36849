package io.joulebook.agent.instrument;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads, on the callers' threads, what an entry of {@code hooks.custom} names of a call. A frame is
 * what is called, its arguments and, at the end, its result. What is not there is unknown, and said
 * once for each path. Thread-safe.
 */
final class CustomReader {
  private static final int NAMES_AT_MOST = 4_096;
  private static final int LONGEST_NAME = 1_024;

  private final CustomHook hook;
  private final CustomReading reading;
  private final Consumer<String> complaints;
  private final Map<String, Called> called = new ConcurrentHashMap<>();
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  /** Stands for a model whose name was read. */
  record Called(String name) {}

  /** What all names beyond those that are told apart stand for. */
  private static final Called OTHER = new Called("other");

  /**
   * Of calls of that hook.
   *
   * @param complaints is given a line for each path at which nothing is found
   */
  CustomReader(CustomHook hook, Consumer<String> complaints) {
    this.hook = hook;
    this.complaints = complaints;
    reading = hook.reading();
  }

  /** What stands for the model of that name; null where the entry's own name holds. */
  @Nullable Object called(@Nullable Object[] frame) {
    if (reading.model().isEmpty()) {
      return null;
    }
    Object found = reading.model().get().read(frame);
    String name = found instanceof Enum<?> constant ? constant.name() : text(found);
    if (name.isBlank()) {
      tell("model", reading.model().get(), frame, "not a name: such calls are of " + hook.model());
      return null;
    }
    Called known = called.get(name);
    if (known == null && called.size() < NAMES_AT_MOST) {
      String kept = name.substring(0, Math.min(name.length(), LONGEST_NAME));
      known = called.computeIfAbsent(kept, Called::new);
    }
    return known == null ? OTHER : known;
  }

  private static String text(@Nullable Object found) {
    return found instanceof String text ? text : "";
  }

  /** The size of a call, as the bridge carries it: what its begin tells, or else what its end. */
  long size(@Nullable Object[] frame) {
    boolean isEnd = frame.length > 2;
    long items =
        reading.items().isPresent()
            ? number("items", reading.items(), frame, isEnd, 0)
            : isEnd ? 0 : 1;
    long tokens = number("inputTokens", reading.inputTokens(), frame, isEnd, -1);
    return tokens < 0 ? JoulebookBridge.size(items) : JoulebookBridge.size(items, tokens);
  }

  private long number(
      String key, Optional<ValuePath> path, @Nullable Object[] frame, boolean atEnd, long none) {
    boolean isTime = path.isPresent() && path.get().isOfResult() == atEnd;
    return isTime ? number(key, path.get(), frame, none) : none;
  }

  /** How many tokens a call made; 0 where that is not known. */
  long outputTokens(@Nullable Object[] frame) {
    return reading.outputTokens().isEmpty()
        ? 0
        : number("outputTokens", reading.outputTokens().get(), frame, 0);
  }

  /**
   * What a result that came later says of tokens.
   *
   * @param result what the stage was completed with
   */
  TokenUsage usage(@Nullable Object result) {
    Object[] frame = {null, null, result};
    return new TokenUsage(
        ofResult("inputTokens", reading.inputTokens(), frame),
        -1,
        ofResult("outputTokens", reading.outputTokens(), frame));
  }

  private long ofResult(String key, Optional<ValuePath> path, @Nullable Object[] frame) {
    return path.filter(ValuePath::isOfResult).map(p -> number(key, p, frame, -1)).orElse(-1L);
  }

  private long number(String key, ValuePath path, @Nullable Object[] frame, long none) {
    Object found = path.read(frame);
    boolean isWhole =
        found instanceof Integer
            || found instanceof Long
            || found instanceof Short
            || found instanceof Byte;
    long number = isWhole && found instanceof Number whole ? whole.longValue() : -1;
    boolean isCount = number >= 0 && number < Integer.MAX_VALUE;
    if (!isCount) {
      String why = number < 0 ? "not a number of " + key : "too large";
      tell(key, path, frame, why + ": it is not known");
    }
    return isCount ? number : none;
  }

  private void tell(String key, ValuePath path, @Nullable Object[] frame, String so) {
    if (said.add(key)) {
      complaints.accept(
          "hooks.custom: "
              + hook.name()
              + ": "
              + key
              + "="
              + path
              + ": "
              + path.found(frame)
              + ", "
              + so);
    }
  }
}
