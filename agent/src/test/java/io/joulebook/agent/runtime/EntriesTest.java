package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.agent.ledger.SensorEstimates;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.ledger.SettledShare;
import io.joulebook.agent.power.TickEstimate;
import io.joulebook.collector.Call;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Watts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What receipts and statements say of how good they are. */
class EntriesTest {
  private static final Device GPU = new Device("GPU-1", Component.GPU, Source.NVML);
  private static final Device CARD = new Device("GPU-2", Component.GPU, Source.NVML_POWER);
  private static final Device BUSY = new Device("GPU-busy", Component.GPU, Source.NVML);
  private static final Device NONE = new Device("SIMULATED-0", Component.GPU, Source.SIMULATED);
  private static final Map<String, Device> DEVICES =
      Map.of(GPU.id(), GPU, CARD.id(), CARD, NONE.id(), NONE, BUSY.id(), BUSY);

  private final Receipts receipts =
      new Receipts(DEVICES, id -> id.equals(BUSY.id()), new WallClock());

  private static SettledShare share(Device device, boolean resolved) {
    return new SettledShare(device.id(), 20, 10, 7, OptionalLong.empty(), 3, resolved, false);
  }

  private Quality quality(boolean expired, boolean placed, SettledShare... shares) {
    OpenCall call = (placed ? OneModel.PLACED : OneModel.UNPLACED).call(CallSize.of(1));
    return receipt(call, expired, shares).quality();
  }

  private Receipt receipt(OpenCall call, boolean expired, SettledShare... shares) {
    return receipts
        .receipts(new SettledCall<>(call, 0, 100, false, expired, List.of(shares)))
        .get(0);
  }

  @Test
  void aReceiptSaysHowGoodItIs() {
    assertThat(quality(false, true, share(GPU, true))).isEqualTo(Quality.MEASURED);
    assertThat(quality(false, true, share(GPU, true), share(CARD, true)))
        .isEqualTo(Quality.INTEGRATED);
    assertThat(quality(false, true, share(GPU, true), share(GPU, false)))
        .isEqualTo(Quality.UNRESOLVED);
    assertThat(quality(true, true, share(GPU, true))).isEqualTo(Quality.UNRESOLVED);
    assertThat(quality(false, false, share(GPU, true))).isEqualTo(Quality.UNPLACED);
    assertThat(quality(false, false, share(NONE, false))).isEqualTo(Quality.SIMULATED);
    assertThat(quality(false, true)).isEqualTo(Quality.UNMEASURED);
    assertThat(quality(false, true, share(BUSY, true))).isEqualTo(Quality.SHARED);
  }

  @Test
  void aReceiptCarriesItsUncertainty() {
    OpenCall call = OneModel.PLACED.call(CallSize.of(1));

    assertThat(receipt(call, false, share(GPU, true)).uncertainty()).isEqualTo(Joules.ofMicros(3));
  }

  @Test
  void callsThatWereCountedTogetherHaveAReceiptPerOutcomeWhichAddUp() {
    OpenCall calls = OneModel.PLACED.call(CallSize.of(1));
    SettledCall<OpenCall> group =
        new SettledCall<>(calls, 0, 100, false, false, List.of(share(GPU, true)));
    calls.standsFor(new OpenCall.Together(10, 3, 1_000), CallSize.of(31, 7));
    List<Receipt> both = receipts.receipts(group);

    assertThat(both).extracting(Receipt::calls).containsExactly(7L, 3L);
    assertThat(both)
        .extracting(receipt -> receipt.call().outcome())
        .containsExactly(Call.Outcome.OK, Call.Outcome.ERROR);
    assertThat(both.stream().map(r -> r.energy().orElseThrow()).reduce(Joules::plus))
        .contains(Joules.ofMicros(30));
    assertThat(both.stream().mapToLong(r -> r.items().orElseThrow()).sum()).isEqualTo(31);
    assertThat(both.stream().mapToLong(r -> r.inputTokens().orElseThrow()).sum()).isEqualTo(7);
    assertThat(both).allMatch(receipt -> receipt.quality() == Quality.UNRESOLVED);
    assertThat(both).allMatch(receipt -> receipt.duration().equals(Duration.ofNanos(100)));
    calls.standsFor(new OpenCall.Together(10, 0, 1_000), CallSize.of(31, 7));
    assertThat(receipts.receipts(group)).singleElement().matches(receipt -> receipt.calls() == 10);
  }

  private static Sensor sensor(SensorEstimates facts, Optional<TickEstimate> ticks) {
    SettledInterval interval = new SettledInterval(0, 100, 60, 5, 3, 2, 0, 0, facts);
    Statement statement = new Statements(new WallClock()).statement(GPU, interval, ticks);
    return statement.sensor();
  }

  @Test
  void aStatementSaysHowTheSensorStands() {
    SensorEstimates facts =
        new SensorEstimates(
            Optional.of(new SensorEstimates.Base(71_000, 300, true)),
            OptionalLong.of(60_000_000),
            false,
            true,
            OptionalLong.of(30_000_000),
            true,
            true);
    TickEstimate locked = new TickEstimate(Duration.ofMillis(100), true, Duration.ofNanos(200_000));

    assertThat(sensor(facts, Optional.of(locked)))
        .isEqualTo(
            new Sensor(
                Optional.of(Duration.ofMillis(100)),
                Optional.of(Duration.ofMillis(60)),
                Optional.of(Watts.ofMillis(71_000)),
                Optional.of(Watts.ofMillis(300)),
                Set.of(
                    Sensor.Trait.PHASE_LOCKED,
                    Sensor.Trait.BASE_FITTED,
                    Sensor.Trait.WINDOWED,
                    Sensor.Trait.LOW_PASS,
                    Sensor.Trait.THROTTLED,
                    Sensor.Trait.IN_STEP)));
    assertThat(sensor(SensorEstimates.NONE, Optional.empty())).isEqualTo(Sensor.UNKNOWN);
  }
}
