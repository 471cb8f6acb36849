package io.joulebook.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrueEnergyTest {
  private static final long SECOND = 1_000_000_000;
  private static final Truth ADDITIVE =
      new Truth.Additive(100_000, Map.of(Model.HEAVY, 250_000L, Model.LIGHT, 25_000L));

  private final List<Change> changes = new ArrayList<>();

  private void call(int number, Model model, double begin, double end) {
    for (int gpu : model.gpus()) {
      changes.add(new Change((long) (begin * SECOND), number, model, gpu, true));
      changes.add(new Change((long) (end * SECOND), number, model, gpu, false));
    }
    changes.sort((a, b) -> Long.compare(a.time(), b.time()));
  }

  private Trace trace() {
    return new Trace(0, 100 * SECOND, List.of(), changes);
  }

  private List<TrueCall> calls(Truth truth) {
    return TrueEnergy.of(trace(), truth);
  }

  @Test
  void aCallAloneGetsItsPowerAndAllBasePower() {
    call(0, Model.HEAVY, 1, 3);

    assertThat(calls(ADDITIVE))
        .containsExactly(new TrueCall(Model.HEAVY, SECOND, 3 * SECOND, 500, 200));
  }

  @Test
  void callsThatOverlapShareBasePowerAndKeepTheirOwn() {
    call(0, Model.HEAVY, 1, 3);
    call(1, Model.LIGHT, 2, 6);

    List<TrueCall> calls = calls(ADDITIVE);
    assertThat(calls.get(0).active()).isCloseTo(500, within(1e-9));
    assertThat(calls.get(0).base()).isCloseTo(100 + 50, within(1e-9));
    assertThat(calls.get(1).active()).isCloseTo(100, within(1e-9));
    assertThat(calls.get(1).base()).isCloseTo(50 + 300, within(1e-9));
  }

  @Test
  void whereAllAreAlikeTheyShareWhatTheyDraw() {
    call(0, Model.HEAVY, 0, 2);
    call(1, Model.HEAVY, 1, 2);

    double one = 350 * 0.45;
    double two = 350 * (1 - 0.55 * 0.55);
    List<TrueCall> calls = calls(new Truth.Saturating(110_000));
    assertThat(calls.get(0).active()).isCloseTo(one + two / 2, within(1e-3));
    assertThat(calls.get(1).active()).isCloseTo(two / 2, within(1e-3));
  }

  @Test
  void aCallOnTwoGpusIsDueWhatBothDraw() {
    call(0, Model.BOTH, 0, 1);
    call(1, Model.SECOND, 0, 1);
    Truth truth = new Truth.Additive(100_000, Map.of(Model.BOTH, 80_000L, Model.SECOND, 10_000L));

    List<TrueCall> calls = calls(truth);
    assertThat(calls.get(0).active()).isCloseTo(160, within(1e-9));
    assertThat(calls.get(0).base()).isCloseTo(100 + 50, within(1e-9));
    assertThat(calls.get(1).total()).isCloseTo(10 + 50, within(1e-9));
  }

  @Test
  void allThatIsDueIsWhatWasDrawnWhileBusy() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      double begin = random.nextDouble() * 50;
      Model model = random.nextBoolean() ? Model.HEAVY : Model.LIGHT;
      call(i, model, begin, begin + random.nextDouble() * 2);
    }
    for (Truth truth : List.of(ADDITIVE, new Truth.Saturating(110_000))) {
      double due = calls(truth).stream().mapToDouble(TrueCall::total).sum();
      assertThat(due).isCloseTo(drawnWhileBusy(truth), within(1e-3));
    }
  }

  // By hand: from change to change.
  private double drawnWhileBusy(Truth truth) {
    double joules = 0;
    InFlight inFlight = new InFlight();
    long time = 0;
    for (Change change : changes) {
      if (inFlight.all() > 0) {
        long milliwatts = truth.baseMilliwatts() + truth.activeMilliwatts(inFlight);
        joules += milliwatts * 1e-3 * (change.time() - time) / SECOND;
      }
      inFlight.take(change.model(), change.begin());
      time = change.time();
    }
    return joules;
  }

  @Test
  void powerIsIntegratedFromBeforeTheFirstChangeToAfterTheLast() {
    call(0, Model.HEAVY, 1, 3);
    Steps power = Steps.power(0, changes, ADDITIVE);

    assertThat(power.integral(-SECOND, SECOND)).isEqualTo(200_000 * SECOND);
    assertThat(power.integral(2 * SECOND, 5 * SECOND))
        .isEqualTo(350_000 * SECOND + 200_000 * SECOND);
    assertThat(power.integral(3 * SECOND, 3 * SECOND)).isZero();
  }

  @Test
  void aTraceIsReadAsItWasWritten(@TempDir Path folder) throws Exception {
    call(0, Model.BOTH, 1, 3);
    Trace trace = new Trace(4, 5, List.of(new Anchor(6, 7), Anchor.now()), changes);
    trace.write(folder.resolve("trace"));

    assertThat(Trace.read(folder.resolve("trace"))).isEqualTo(trace);
  }
}
