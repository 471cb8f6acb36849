package io.joulebook.agent.config;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.EmbodiedPreset;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.config.ConfigTree;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what the configuration file says of embodied emissions and of training. */
public final class FootprintRules {
  private static final Set<String> EMBODIED =
      Set.of("device", "preset", "kg", "lifetime", "share", "utilisation");
  private static final Set<String> TRAINING = Set.of("model", "kg", "kwh", "intensity", "calls");
  private static final Pattern YEARS = Pattern.compile("[1-9][0-9]?(\\.[0-9]{1,2})?y");
  private static final BigDecimal SECONDS_A_YEAR = BigDecimal.valueOf(365L * 24 * 3600);
  private static final BigDecimal NANOGRAMS_PER_KILOGRAM = BigDecimal.valueOf(1_000_000_000_000L);
  private static final BigDecimal NANOGRAMS_PER_GRAM = BigDecimal.valueOf(1_000_000_000L);

  private final Footprint footprint;
  private final List<String> complaints = new ArrayList<>();

  private FootprintRules(Settings settings) {
    footprint =
        new Footprint(
            settings
                .tree(Keys.EMBODIED)
                .map(
                    tree ->
                        ConfigTree.each(
                            Keys.EMBODIED, tree, EMBODIED, FootprintRules::embodied, complaints))
                .orElse(List.of()),
            settings
                .tree(Keys.TRAINING)
                .map(
                    tree ->
                        ConfigTree.each(
                            Keys.TRAINING, tree, TRAINING, FootprintRules::training, complaints))
                .orElse(List.of()),
            settings.get(Keys.WUE));
  }

  /** Reads them; what cannot be used is left out, with a complaint. */
  public static FootprintRules of(Settings settings) {
    return new FootprintRules(settings);
  }

  /** What could be used. */
  public Footprint footprint() {
    return footprint;
  }

  /** One line for each rule that could not. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private static Embodied embodied(ConfigTree tree) {
    boolean preset = tree.has("preset");
    if (preset == tree.has("kg")) {
      throw new IllegalArgumentException(
          tree.place() + " must have either preset or kg (per device, in kg CO2e)");
    }
    return new Embodied(
        Glob.of(tree.text("device").orElse("*")),
        preset ? presets(tree) : mass(tree.required("kg"), NANOGRAMS_PER_KILOGRAM),
        lifetime(tree),
        thousandths(tree, "share"),
        thousandths(tree, "utilisation"),
        preset ? "preset" : "configured");
  }

  private static Grams presets(ConfigTree tree) {
    return tree.texts("preset").stream()
        .map(EmbodiedPreset::named)
        .map(EmbodiedPreset::grams)
        .reduce(Grams.ZERO, Grams::plus);
  }

  private static Duration lifetime(ConfigTree tree) {
    String text = tree.text("lifetime").orElse("");
    if (!YEARS.matcher(text).matches()) {
      throw tree.refused("lifetime", "years of 365 days from 1y to 50y, e.g. 5y or 4.5y");
    }
    BigDecimal years = new BigDecimal(text.substring(0, text.length() - 1));
    return Duration.ofSeconds(
        years.multiply(SECONDS_A_YEAR).setScale(0, RoundingMode.HALF_UP).longValueExact());
  }

  private static long thousandths(ConfigTree tree, String key) {
    BigDecimal part = tree.number(key).orElse(BigDecimal.ONE).movePointRight(3);
    if (part.stripTrailingZeros().scale() > 0) {
      throw tree.refused(key, "a part from 0.001 to 1 with at most three decimals");
    }
    return part.longValueExact();
  }

  private static Training training(ConfigTree tree) {
    if (tree.has("kg") == tree.has("kwh")) {
      throw new IllegalArgumentException(
          tree.place() + " must have either kg, or kwh and the intensity of where it was used");
    }
    Grams grams =
        tree.has("kg")
            ? mass(tree.required("kg"), NANOGRAMS_PER_KILOGRAM)
            : mass(tree.required("kwh").multiply(tree.required("intensity")), NANOGRAMS_PER_GRAM);
    BigDecimal calls = tree.required("calls");
    if (calls.stripTrailingZeros().scale() > 0) {
      throw tree.refused("calls", "a whole number");
    }
    return new Training(Glob.of(tree.text("model").orElse("*")), grams, calls.longValueExact());
  }

  private static Grams mass(BigDecimal amount, BigDecimal nanograms) {
    try {
      return Grams.ofNanos(
          amount.multiply(nanograms).setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(amount + " is more than the books can hold (9,200 t)", e);
    }
  }
}
