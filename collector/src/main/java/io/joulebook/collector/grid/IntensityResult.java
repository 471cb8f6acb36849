package io.joulebook.collector.grid;

/** The answer to what a kilowatt hour costs: a price, or why there is none. */
public sealed interface IntensityResult {
  /**
   * What a kilowatt hour costs, and how that is known.
   *
   * @param intensity grams of CO2e per kilowatt hour
   * @param zone the zone asked for, or {@code unset}
   * @param feed the feed that answered; {@code static:US} where the table had no row of the zone's
   *     own and the row of a larger zone, here US, stands in
   * @param method signal and basis of the intensity
   * @param tier how good it is
   */
  record Price(GridIntensity intensity, String zone, String feed, EmissionMethod method, Tier tier)
      implements IntensityResult {}

  /** No price is known. */
  record Unpriced(Reason reason) implements IntensityResult {}

  /** Why there is no price. */
  enum Reason {
    /** No zone is configured, and no intensity is stated. */
    NO_ZONE("no_zone"),
    /** No rung of the ladder knows an intensity for the time of use. */
    NO_INTENSITY("no_intensity"),
    /** The energy was used so long ago that its price is no longer kept. */
    TOO_OLD("too_old");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The value of the metric label {@code reason}. */
    public String label() {
      return label;
    }
  }
}
