package io.joulebook.agent.instrument;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Numbers for what is called: receivers of which the same is known share one. Only what is known is
 * kept, never a receiver. Thread-safe; asked on the host's threads when a receiver is met first.
 */
final class Receivers implements ToLongFunction<Object[]> {
  /** So many models, engines and devices are told apart; the rest are one. */
  static final int AT_MOST = 4096;

  private static final int FIRST = JoulebookBridge.OTHER_RECEIVER + 1;

  private final HookIds sites;
  private final Map<ModelFacts, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<ModelFacts> facts =
      new AtomicReferenceArray<>(FIRST + AT_MOST);
  private final AtomicReferenceArray<ToLongFunction<Object>> sizes =
      new AtomicReferenceArray<>(FIRST + AT_MOST);
  private int next = FIRST;

  Receivers(HookIds sites) {
    this.sites = sites;
  }

  @Override
  public long applyAsLong(Object[] asked) {
    CallHook hook = (CallHook) sites.hook((Integer) asked[0]);
    ModelFacts known = Privileged.get(() -> read(hook, asked[1], asked[2]));
    Integer number = numbers.get(known);
    return number == null ? add(hook, known) : number;
  }

  private synchronized int add(CallHook hook, ModelFacts known) {
    Integer number = numbers.get(known);
    if (number != null) {
      return number;
    }
    if (next == facts.length()) {
      return JoulebookBridge.OTHER_RECEIVER;
    }
    facts.set(next, known);
    hook.sizes(known.batch()).ifPresent(reader -> sizes.set(next, reader));
    numbers.put(known, next);
    return next++;
  }

  /** What reads the size of calls of the receiver of that number. */
  ToLongFunction<Object> sizes(int number, ToLongFunction<Object> ofUnknown) {
    ToLongFunction<Object> known = number < FIRST ? null : sizes.get(number);
    return known == null ? ofUnknown : known;
  }

  /** What is known of the receiver of that number, called from that site. */
  ModelFacts facts(int site, int number) {
    ModelFacts known = number < FIRST ? null : facts.get(number);
    if (known != null) {
      return known;
    }
    CallHook hook = (CallHook) sites.hook(site);
    return number == JoulebookBridge.OTHER_RECEIVER
        ? ModelFacts.unknown(hook.name(), "other")
        : read(hook, null, null);
  }

  private static ModelFacts read(
      CallHook hook, @Nullable Object receiver, @Nullable Object context) {
    try {
      return hook.model(receiver, context).bounded();
    } catch (Throwable unreadable) {
      return ModelFacts.unknown(hook.name(), hook.name());
    }
  }
}
