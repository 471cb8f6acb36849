package io.joulebook.collector.grid;

import java.time.Instant;
import java.util.Optional;

/**
 * What a feed said of an interval, and when that became known: one line of the history, never
 * changed. A later record of the same feed and interval is a revision.
 *
 * @param feed who said it
 * @param zone the zone it is said of, as configured
 * @param from the interval's begin, on a five-minute boundary of UTC
 * @param to its end, likewise; not in it
 * @param knownAt when it was received, by this host's clock
 * @param kind what the feed says of it
 * @param method signal and basis
 * @param intensity the intensity
 * @param sourceValue the value as the feed spelt it
 * @param sourceUnit the unit it was in, e.g. {@code gCO2/kWh} or {@code lbs_co2_per_mwh}
 * @param updatedAt when the feed says that it was made
 * @param model the version of the feed's model, where it names one
 * @param bodySha256 hash of the response that it stood in, in lower-case hexadecimal
 */
public record IntensityRecord(
    FeedName feed,
    Zone zone,
    Instant from,
    Instant to,
    Instant knownAt,
    RecordKind kind,
    EmissionMethod method,
    GridIntensity intensity,
    String sourceValue,
    String sourceUnit,
    Optional<Instant> updatedAt,
    Optional<String> model,
    String bodySha256) {}
