package io.joulebook.collector.carbon;

import io.joulebook.collector.Grams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What making a device emitted, as others have published it; the table in the collector's jar says
 * for each row how it was found and whether the source was read.
 *
 * @param name the name to configure it by, e.g. {@code hgx-h100}
 * @param kilograms greenhouse gas of one GPU's part, in kg CO2e
 * @param what what is in it
 * @param source where it was published
 */
public record EmbodiedPreset(String name, BigDecimal kilograms, String what, String source) {
  private static final String RESOURCE = "embodied-devices.csv";
  private static final int NANOGRAMS_PER_KILOGRAM_DIGITS = 12;

  /** All of them, in the table's order. */
  public static List<EmbodiedPreset> all() {
    try (InputStream in = EmbodiedPreset.class.getResourceAsStream(RESOURCE)) {
      Objects.requireNonNull(in, () -> RESOURCE + " is missing from the collector's jar");
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .skip(1)
          .map(line -> line.split(";", -1))
          .map(row -> new EmbodiedPreset(row[0], new BigDecimal(row[1]), row[2], row[3]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  /**
   * The preset of that name.
   *
   * @throws IllegalArgumentException if there is none; the message says which there are
   */
  public static EmbodiedPreset named(String name) {
    List<EmbodiedPreset> all = all();
    return all.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is no preset; there are: "
                        + all.stream()
                            .map(EmbodiedPreset::name)
                            .collect(Collectors.joining(", "))));
  }

  /** The mass. */
  public Grams grams() {
    return Grams.ofNanos(kilograms.movePointRight(NANOGRAMS_PER_KILOGRAM_DIGITS).longValueExact());
  }
}
