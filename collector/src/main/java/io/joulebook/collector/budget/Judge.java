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

  private final Pricing pricing;

  /** Prices calls with what is known when they are settled. */
  public Judge(Pricing pricing) {
    this.pricing = pricing;
  }

  /**
   * The verdict on a call.
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
      boolean over = energy.get().compareTo(perCall.most()) > 0;
      return over ? new Over(show(energy.get())) : WITHIN;
    }
    if (limit instanceof JoulesPerOutputToken perToken) {
      return perToken(perToken.most(), energy.get(), receipt);
    }
    if (limit instanceof GramsPerCall perCall) {
      return grams(perCall.most(), receipt);
    }
    boolean over = today > ((JoulesPerDay) limit).most().micros();
    return over ? new Over(show(Joules.ofMicros(today)) + " today") : WITHIN;
  }

  private static Verdict perToken(Joules most, Joules energy, Receipt receipt) {
    long tokens = receipt.outputTokens().orElse(0);
    if (tokens == 0) {
      return Unjudged.NO_OUTPUT_TOKENS;
    }
    BigInteger allowed = BigInteger.valueOf(most.micros()).multiply(BigInteger.valueOf(tokens));
    boolean over = BigInteger.valueOf(energy.micros()).compareTo(allowed) > 0;
    Joules each = Joules.ofMicros(energy.micros() / tokens);
    return over ? new Over(show(each) + " per output token") : WITHIN;
  }

  private Verdict grams(Grams most, Receipt receipt) {
    Optional<Grams> grams = pricing.provisional(receipt.charges());
    if (grams.isEmpty()) {
      return Unjudged.NO_PRICE;
    }
    boolean over = grams.get().compareTo(most) > 0;
    return over ? new Over(figure(grams.get().toDouble()) + " g CO2e") : WITHIN;
  }

  private static String show(Joules energy) {
    return figure(energy.toDouble()) + " J";
  }

  /** Four significant digits, without an exponent. */
  static String figure(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** A limit, with its unit, for people. */
  static String show(Limit limit) {
    if (limit instanceof JoulesPerCall perCall) {
      return show(perCall.most()) + " per call";
    }
    if (limit instanceof JoulesPerOutputToken perToken) {
      return show(perToken.most()) + " per output token";
    }
    if (limit instanceof GramsPerCall perCall) {
      return figure(perCall.most().toDouble()) + " g CO2e per call";
    }
    return show(((JoulesPerDay) limit).most()) + " per day";
  }
}
