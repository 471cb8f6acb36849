package io.joulebook.benchmarks.accuracy;

import java.util.Map;

/** How the true power of a GPU follows from the calls in flight on it. */
sealed interface Truth {
  long baseMilliwatts();

  /** What all calls in flight draw above base power. */
  long activeMilliwatts(InFlight inFlight);

  /** What of it is due to one call of that model, one of which is in flight. */
  double dueTo(Model model, InFlight inFlight);

  /** Each call draws what its model draws. */
  record Additive(long baseMilliwatts, Map<Model, Long> milliwatts) implements Truth {
    @Override
    public long activeMilliwatts(InFlight inFlight) {
      long sum = 0;
      for (Map.Entry<Model, Long> one : milliwatts.entrySet()) {
        sum += one.getValue() * inFlight.of(one.getKey());
      }
      return sum;
    }

    @Override
    public double dueTo(Model model, InFlight inFlight) {
      return milliwatts.getOrDefault(model, 0L);
    }
  }

  /** The more calls, the less each adds; all are alike, so each is due an equal share. */
  record Saturating(long baseMilliwatts) implements Truth {
    private static final double MOST = 350_000;
    private static final double LEFT_BY_EACH = 0.55;

    @Override
    public long activeMilliwatts(InFlight inFlight) {
      return Math.round(MOST * (1 - Math.pow(LEFT_BY_EACH, inFlight.all())));
    }

    @Override
    public double dueTo(Model model, InFlight inFlight) {
      return (double) activeMilliwatts(inFlight) / inFlight.all();
    }
  }
}
