package io.joulebook.collector.grid;

import java.time.Instant;

/**
 * A price that turned out otherwise after it was decided.
 *
 * @param bucket begin of the five minutes that it is of
 * @param before what was known before: the decision, or the revision before this one
 * @param after what is known now
 */
public record Revision(Instant bucket, IntensityResult before, IntensityResult.Price after) {}
