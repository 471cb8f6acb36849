package io.joulebook.collector.carbon;

import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;

/**
 * What making a device emitted, spread over the time for which it is expected to be in use, as the
 * Software Carbon Intensity specification has it (ISO/IEC 21031:2024, section on embodied
 * emissions): {@code M = TE x TiR/EL x RR/ToR}. The time reserved, TiR, is all time in which the
 * device is metered, idle or not.
 *
 * @param device which devices this is said of, by id
 * @param total TE: greenhouse gas of making one of them
 * @param lifetime EL: how long it is expected to last; more than 0
 * @param shareThousandths RR/ToR: which part of it is ours, in thousandths; 1 to 1000
 * @param utilisationThousandths for which part of its lifetime it is expected to be in use, in
 *     thousandths, 1 to 1000: the rest is borne by the time in which it is
 * @param origin {@code preset} or {@code configured}: the value of the metric label
 */
public record Embodied(
    Glob device,
    Grams total,
    Duration lifetime,
    long shareThousandths,
    long utilisationThousandths,
    String origin) {
  private static final Duration LONGEST = Duration.ofDays(50 * 366L);

  public Embodied {
    check(total.nanos() > 0, "kg is " + kilograms(total) + ": it must be above 0");
    check(
        lifetime.compareTo(Duration.ZERO) > 0 && lifetime.compareTo(LONGEST) <= 0,
        "lifetime must be above 0 and at most 50 years");
    checkPart("share", shareThousandths);
    checkPart("utilisation", utilisationThousandths);
  }

  private static void checkPart(String name, long thousandths) {
    check(
        thousandths >= 1 && thousandths <= 1_000,
        name + " is " + BigDecimal.valueOf(thousandths, 3) + ": it must be from 0.001 to 1");
  }

  private static void check(boolean allowed, String otherwise) {
    if (!allowed) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static String kilograms(Grams grams) {
    return BigDecimal.valueOf(grams.nanos(), 12).stripTrailingZeros().toPlainString();
  }

  /**
   * The part that so much of the device's time bears, rounded down to the nanogram; at most what
   * {@link Grams} can hold.
   *
   * @param nanos time in nanoseconds; not negative
   */
  public Grams of(long nanos) {
    BigInteger share =
        BigInteger.valueOf(total.nanos())
            .multiply(BigInteger.valueOf(shareThousandths))
            .multiply(BigInteger.valueOf(nanos));
    BigInteger life =
        BigInteger.valueOf(lifetime.toNanos()).multiply(BigInteger.valueOf(utilisationThousandths));
    return Grams.ofNanos(share.divide(life).min(Training.MOST).longValue());
  }
}
