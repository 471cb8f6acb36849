package io.joulebook.collector.grid;

import java.time.Instant;

/** A source of grid intensity for one zone. Implementations never wait and never throw. */
interface Feed {
  /** What a kilowatt hour costs in the five minutes that begin then. */
  Quote at(Instant bucket);
}
