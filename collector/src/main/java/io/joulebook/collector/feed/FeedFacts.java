package io.joulebook.collector.feed;

import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import java.time.Duration;

/**
 * What a feed declares of itself.
 *
 * @param name its name
 * @param method signal and basis of its values
 * @param unit the unit of its values
 * @param resolution the length of the intervals that it speaks of
 * @param lag how long after an interval's end its value is usually published
 * @param poll how often it may politely be asked
 * @param revises whether it changes values for weeks, so that past days are fetched again
 * @param zeroAllowed whether it is known to be truly at 0 at times
 * @param licence the licence of its data
 * @param attribution the line that has to stand beside figures made from them
 */
public record FeedFacts(
    FeedName name,
    EmissionMethod method,
    IntensityUnit unit,
    Duration resolution,
    Duration lag,
    Duration poll,
    boolean revises,
    boolean zeroAllowed,
    String licence,
    String attribution) {}
