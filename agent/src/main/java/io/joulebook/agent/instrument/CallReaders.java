package io.joulebook.agent.instrument;

import io.joulebook.agent.instrument.HookIds.WovenSite;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Hands to the bridge what reads the calls of each woven site, by its number. */
final class CallReaders {
  private CallReaders() {}

  @SuppressWarnings({"unchecked", "rawtypes"})
  static void tell(List<WovenSite> sites, Receivers receivers) {
    JoulebookBridge.sizes(
        sites.stream().map(site -> sizes(site.hook(), receivers)).toArray(IntFunction[]::new));
    JoulebookBridge.streams(
        sites.stream().map(site -> streams(site.hook())).toArray(Function[]::new));
    JoulebookBridge.callees(
        sites.stream().map(site -> called(site.hook())).toArray(Function[]::new));
    JoulebookBridge.outputs(
        sites.stream().map(site -> outputTokens(site.hook())).toArray(ToLongFunction[]::new));
    JoulebookBridge.requests(
        sites.stream().map(site -> requests(site.hook())).toArray(Function[]::new));
  }

  private static @Nullable IntFunction<ToLongFunction<Object>> sizes(
      Hook hook, Receivers receivers) {
    if (hook instanceof CallHook calls && calls.sizes(Batch.UNKNOWN).isPresent()) {
      ToLongFunction<Object> ofUnknown = calls.sizes(Batch.UNKNOWN).get();
      return receiver -> receivers.sizes(receiver, ofUnknown);
    }
    return null;
  }

  private static @Nullable ToLongFunction<Object> outputTokens(Hook hook) {
    return hook instanceof CallHook calls ? calls.outputTokens().orElse(null) : null;
  }

  private static @Nullable Function<Object, @Nullable Object> streams(Hook hook) {
    return hook instanceof CallHook calls ? calls.streams().orElse(null) : null;
  }

  private static @Nullable Function<Object, @Nullable Object> called(Hook hook) {
    return hook instanceof CallHook calls ? calls.called().orElse(null) : null;
  }

  private static @Nullable Function<Object, @Nullable Object @Nullable []> requests(Hook hook) {
    return hook instanceof CallHook calls ? calls.requests().orElse(null) : null;
  }
}
