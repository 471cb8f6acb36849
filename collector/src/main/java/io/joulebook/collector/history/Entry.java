package io.joulebook.collector.history;

import io.joulebook.collector.grid.Decision;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.IntensityRecord;
import io.joulebook.collector.grid.Zone;
import java.time.Instant;

/** One line of the history. Lines stand in the order in which they became known. */
public sealed interface Entry {
  /** When it became known, by the clock of the host that wrote it. */
  Instant knownAt();

  /** What a feed said. */
  record Known(IntensityRecord record) implements Entry {
    @Override
    public Instant knownAt() {
      return record.knownAt();
    }
  }

  /**
   * The price that was decided.
   *
   * @param zone the zone it is of
   * @param method signal and basis of the ladder that decided it
   */
  record Priced(Zone zone, EmissionMethod method, Decision decision) implements Entry {
    @Override
    public Instant knownAt() {
      return decision.at();
    }
  }
}
