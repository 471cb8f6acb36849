package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.agent.ledger.Edge;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that are counted together: their number is exact, their energy goes to their model. */
class FoldedCallsTest {
  private static final long MS = 1_000_000;
  private static final String GPU = "GPU-a";

  private final List<SettledCall<OpenCall>> settled = new ArrayList<>();
  private long requests;
  private long residual;
  private final Ledger<OpenCall> ledger =
      new Ledger<>(
          (id, interval) -> {
            requests += interval.requests();
            residual = interval.residual();
          },
          settled::add);
  private final ModelPlacement devices = new ModelPlacement();
  private final FoldedCalls folded = new FoldedCalls(ledger, 0);
  private final MeteredModel light = OneModel.of("light", devices);
  private final MeteredModel heavy = OneModel.of("heavy", devices);

  FoldedCallsTest() {
    devices.update(new Sampler.Metered(1, List.of(new SilentH100(GPU)), true, Set.of(), true));
    ledger.openAt(GPU, 0, 0);
  }

  /** So many calls, each from one time to another. */
  private static long[] calls(long number, long from, long to, long failed) {
    return new long[] {
      3, 7, number, number * from, number, number * to, failed, number, 0, 2 * number
    };
  }

  /** A second of readings, every 100 ms. */
  private void finish(long from, long microsPerTick) {
    for (long at = from; at <= from + 4_000 * MS; at += 100 * MS) {
      folded.turn(at);
      ledger.edge(GPU, new Edge(at + 100 * MS, microsPerTick, 0, Edge.UNKNOWN_STATE));
    }
  }

  @Test
  void theirNumberTheirFailuresAndTheirTimeAreExact() {
    folded.add(light, calls(1_000, 10 * MS, 12 * MS, 30));
    folded.turn(20 * MS);
    finish(20 * MS, 1_000_000);

    assertThat(settled).hasSize(1);
    OpenCall calls = settled.get(0).attachment();
    OpenCall.Together counted = calls.together().orElseThrow();
    assertThat(counted.calls()).isEqualTo(1_000);
    assertThat(calls.tokens(OptionalLong.empty(), 0).output()).hasValue(2_000);
    assertThat(counted.failed()).isEqualTo(30);
    assertThat(counted.nanos()).isEqualTo(1_000 * 2 * MS);
    assertThat(calls.size().items()).hasValue(1_000);
    assertThat(residual).isZero();
  }

  @Test
  void callsThatGoOnForLongHaveTheirEnergyBeforeTheyAreCounted() {
    folded.add(light, new long[] {3, 7, 5, 0, 0, 0, 0, 0, 0, 0});
    for (long at = 100 * MS; at <= 62_000 * MS; at += 100 * MS) {
      folded.turn(at);
      ledger.edge(GPU, new Edge(at, 1_000_000, 0, Edge.UNKNOWN_STATE));
    }

    OpenCall.Together counted = settled.get(0).attachment().together().orElseThrow();
    assertThat(counted.calls()).isZero();
    assertThat(settled.get(0).shares().get(0).activeMicros()).isPositive();
    assertThat(residual).isZero();
  }

  @Test
  void callsThatTheLedgerGivesUpAreCountedOnceWhenTheyEnd() {
    folded.add(light, new long[] {3, 7, 5, 0, 0, 0, 0, 0, 0, 0});
    folded.turn(100 * MS);
    ledger.expire(200 * MS, 200 * MS);
    ledger.outageUntil(GPU, 300 * MS);
    folded.settled(settled.get(0).attachment());
    assertThat(settled.get(0).attachment().together().orElseThrow().calls()).isZero();
    assertThat(settled.get(0).attachment().size().items()).isEmpty();

    folded.add(light, new long[] {3, 7, 0, 0, 5, 5 * 400 * MS, 0, 5, 0, 0});
    folded.turn(400 * MS);
    ledger.outageUntil(GPU, 500 * MS);
    assertThat(settled).hasSize(2);
    assertThat(settled.get(1).attachment().together().orElseThrow().calls()).isEqualTo(5);
    assertThat(settled.get(1).attachment().size().items()).hasValue(5);
  }

  @Test
  void energyGoesByTheTimeInFlightAlsoOfCallsThatLastOverManyTurns() {
    // 300 calls of the one model are in flight all the time, 100 of the other.
    folded.add(heavy, new long[] {3, 7, 300, 0, 0, 0, 0, 0, 0, 0});
    folded.add(light, new long[] {3, 8, 100, 0, 0, 0, 0, 0, 0, 0});
    for (long at = 100 * MS; at <= 1_000 * MS; at += 100 * MS) {
      folded.turn(at);
      ledger.edge(GPU, new Edge(at, 4_000_000, 0, Edge.UNKNOWN_STATE));
    }
    folded.add(heavy, new long[] {3, 7, 0, 0, 300, 300 * 1_000 * MS, 0, 0, 0, 0});
    folded.add(light, new long[] {3, 8, 0, 0, 100, 100 * 1_000 * MS, 0, 0, 0, 0});
    finish(1_000 * MS, 0);

    long[] energy = new long[2];
    for (SettledCall<OpenCall> call : settled) {
      OpenCall.Together counted = call.attachment().together().orElseThrow();
      int which = call.attachment().key.model().equals("heavy") ? 0 : 1;
      energy[which] +=
          call.shares().stream().mapToLong(s -> s.activeMicros() + s.baseMicros()).sum();
      assertThat(counted.calls()).isEqualTo(which == 0 ? 300 : 100);
    }
    assertThat(energy[0] + energy[1]).isEqualTo(requests);
    assertThat((double) energy[0] / energy[1]).isBetween(2.5, 3.5);
    assertThat(residual).isZero();
  }
}
