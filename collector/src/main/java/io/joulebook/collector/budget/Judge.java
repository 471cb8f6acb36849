package io.joulebook.collector.budget;

import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.budget.Limit.GramsPerCall;
import io.joulebook.collector.budget.Limit.JoulesPerCall;
import io.joulebook.collector.budget.Limit.JoulesPerDay;
import io.joulebook.collector.budget.Limit.JoulesPerOutputToken;
import io.joulebook.collector.budget.Verdict.Over;
import io.joulebook.collector.budget.Verdict.Unjudged;
import io.joulebook.collector.budget.Verdict.Within;
import io.joulebook.collector.carbon.Pricing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Optional;

/** Says of single calls whether they are within a limit. What equals the limit is within. */
public final class Judge {
  private static final Within WITHIN = new Within();
  private static final int MICROS = 6;
  private static final int NANOS = 9;
  private static final int DIGITS = 4;
  private static final MathContext QUOTIENT = new MathContext(40);

  private final Pricing pricing;

  /** Prices calls with what is known when they are settled. */
  public Judge(Pricing pricing) {
    this.pricing = pricing;
  }

  /**
   * The verdict on a call; on calls that were counted together, on their mean.
   *
   * @param today microjoules of the calls that the budget watches and that were settled on the same
   *     day of UTC, this one included; used by limits per day only
   */
  public Verdict judge(Limit limit, Receipt receipt, long today) {
    Optional<Joules> energy = receipt.energy();
    if (energy.isEmpty()) {
      return Unjudged.NO_ENERGY;
    }
    if (limit instanceof JoulesPerCall perCall) {
      return held(mean(exact(energy.get()), receipt), exact(perCall.most()), " J");
    }
    if (limit instanceof JoulesPerOutputToken perToken) {
      return perToken(perToken.most(), energy.get(), receipt);
    }
    if (limit instanceof GramsPerCall perCall) {
      return grams(perCall.most(), receipt);
    }
    Joules most = ((JoulesPerDay) limit).most();
    return held(exact(Joules.ofMicros(today)), exact(most), " J today");
  }

  private static Verdict perToken(Joules most, Joules energy, Receipt receipt) {
    long tokens = receipt.outputTokens().orElse(0);
    if (tokens == 0) {
      return Unjudged.NO_OUTPUT_TOKENS;
    }
    BigInteger allowed = BigInteger.valueOf(most.micros()).multiply(BigInteger.valueOf(tokens));
    boolean over = BigInteger.valueOf(energy.micros()).compareTo(allowed) > 0;
    BigDecimal each = exact(energy).divide(BigDecimal.valueOf(tokens), QUOTIENT);
    return over ? new Over(figure(each, exact(most)) + " J per output token") : WITHIN;
  }

  private Verdict grams(Grams most, Receipt receipt) {
    Optional<Grams> grams = pricing.provisional(receipt.charges());
    if (grams.isEmpty()) {
      return Unjudged.NO_PRICE;
    }
    return held(mean(exact(grams.get()), receipt), exact(most), " g CO2e");
  }

  private static Verdict held(BigDecimal spent, BigDecimal most, String unit) {
    return spent.compareTo(most) > 0 ? new Over(figure(spent, most) + unit) : WITHIN;
  }

  private static BigDecimal mean(BigDecimal sum, Receipt receipt) {
    return receipt.calls() <= 1 ? sum : sum.divide(BigDecimal.valueOf(receipt.calls()), QUOTIENT);
  }

  private static BigDecimal exact(Joules energy) {
    return BigDecimal.valueOf(energy.micros(), MICROS);
  }

  private static BigDecimal exact(Grams grams) {
    return BigDecimal.valueOf(grams.nanos(), NANOS);
  }

  // Four significant digits, or as many as it takes to be seen to be more than the limit.
  private static String figure(BigDecimal spent, BigDecimal most) {
    int digits = DIGITS;
    while (digits < spent.precision() && rounded(spent, digits).compareTo(most) <= 0) {
      digits++;
    }
    return plain(rounded(spent, digits));
  }

  private static BigDecimal rounded(BigDecimal value, int digits) {
    return value.round(new MathContext(digits));
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /** A limit, exactly, with its unit, for people. */
  static String show(Limit limit) {
    if (limit instanceof JoulesPerCall perCall) {
      return plain(exact(perCall.most())) + " J per call";
    }
    if (limit instanceof JoulesPerOutputToken perToken) {
      return plain(exact(perToken.most())) + " J per output token";
    }
    if (limit instanceof GramsPerCall perCall) {
      return plain(exact(perCall.most())) + " g CO2e per call";
    }
    return plain(exact(((JoulesPerDay) limit).most())) + " J per day";
  }
}
