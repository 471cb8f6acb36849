package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.CallKey;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.UnpricedEnergy;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;

/** Finds the series whose energy an earlier run has left waiting for a price. */
final class UnpricedCarryOver {
  private final UnpricedEnergy waited;

  UnpricedCarryOver(UnpricedEnergy waited) {
    this.waited = waited;
  }

  /** Gives it to them; a {@link RuntimeException} if it names none. */
  void enter(AllCallMetrics calls, AllDeviceMetrics devices) {
    Source source = labelled("source", Source.values(), Source::label);
    if (waited.owner().containsKey("device")) {
      Component component = labelled("component", Component.values(), Component::label);
      Account account = labelled("account", Account.values(), Account::label);
      devices.carryOver(new Device(text("device"), component, source), account, waited);
    } else {
      CallKey key = new CallKey(text("model"), text("engine"), text("operation"));
      calls.carryOver(key, source, waited);
    }
  }

  private String text(String key) {
    return Objects.requireNonNull(waited.owner().get(key), key);
  }

  private <E> E labelled(String key, E[] values, Function<E, String> label) {
    String text = text(key);
    return Arrays.stream(values)
        .filter(value -> label.apply(value).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(key));
  }
}
