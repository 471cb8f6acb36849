package io.joulebook.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.metrics.Sample;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RegisteredMetersTest {
  private static final HostMeter A = meter("a");
  private static final HostMeter B = meter("b");

  private final OneRegistry host = new OneRegistry();
  private final RegisteredMeters meters = new RegisteredMeters(host);

  private static HostMeter meter(String name) {
    return new HostMeter(new Sample(name, "", "", true, List.of(), 0));
  }

  /** A registry as a host may have it: by name, one meter each. */
  private static final class OneRegistry implements HostRegistry {
    private final Map<String, Object> kept = new LinkedHashMap<>();
    private UnaryOperator<String> filter = name -> name;
    private int registrations;
    private boolean throwing;

    @Override
    public boolean isRead() {
      return true;
    }

    @Override
    public Object register(HostMeter meter) {
      if (throwing) {
        throw new IllegalStateException("no");
      }
      registrations++;
      String name = filter.apply(meter.name());
      return name.isEmpty() ? new Object() : kept.computeIfAbsent(name, n -> new Object());
    }

    @Override
    public Set<Object> meters() {
      Set<Object> all = Collections.newSetFromMap(new IdentityHashMap<>());
      all.addAll(kept.values());
      return all;
    }

    @Override
    public void remove(Object meter) {
      kept.values().remove(meter);
    }
  }

  @Test
  void whatIsWantedIsRegisteredOnceAndWhatIsNotIsRemoved() throws Exception {
    meters.put(List.of(A, B));
    meters.put(List.of(A, B));
    assertThat(host.kept).containsOnlyKeys("a", "b");
    assertThat(host.registrations).isEqualTo(2);

    meters.put(List.of(B));
    assertThat(host.kept).containsOnlyKeys("b");
  }

  @Test
  void whatTheHostClearsAwayIsRegisteredAgain() throws Exception {
    meters.put(List.of(A));
    host.kept.clear();

    assertThat(meters.put(List.of(A)).failure()).isNull();
    assertThat(host.kept).containsOnlyKeys("a");
  }

  @Test
  void aMeterThatAnEarlierCoreLeftBehindIsReplaced() throws Exception {
    Object left = host.register(A);
    meters.put(List.of(A));

    assertThat(host.kept).containsOnlyKeys("a");
    assertThat(host.kept.get("a")).isNotSameAs(left);
  }

  @Test
  void aMeterThatTheHostDoesNotKeepIsCountedAndTriedAgain() throws Exception {
    host.filter = name -> name.equals("a") ? "" : name;
    assertThat(meters.put(List.of(A, B)).refused()).isEqualTo(1);
    assertThat(host.kept).containsOnlyKeys("b");

    host.filter = name -> name;
    assertThat(meters.put(List.of(A, B)).refused()).isZero();
    assertThat(host.kept).containsOnlyKeys("a", "b");
  }

  @Test
  void twoMetersThatAFilterMakesOneDoNotTakeTurns() throws Exception {
    host.filter = name -> "same";
    assertThat(meters.put(List.of(A, B)).failure()).hasMessageContaining("one meter of two");
    Object first = host.kept.get("same");

    meters.put(List.of(A, B));
    assertThat(host.kept.get("same")).isSameAs(first);
  }

  @Test
  void oneThatThrowsIsAFailureAndIsTriedAgain() throws Exception {
    host.throwing = true;
    assertThat(meters.put(List.of(A)).failure()).hasMessage("no");

    host.throwing = false;
    assertThat(meters.put(List.of(A)).failure()).isNull();
    assertThat(host.kept).containsOnlyKeys("a");
  }

  @Test
  void whenClearedNothingIsLeft() throws Exception {
    host.kept.put("the host's", new Object());
    meters.put(List.of(A, B));
    meters.clear();

    assertThat(host.kept).containsOnlyKeys("the host's");
  }
}
