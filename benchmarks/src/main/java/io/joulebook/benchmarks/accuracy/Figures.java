package io.joulebook.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How the receipts of calls compare with the truth.
 *
 * @param calls how many calls there were
 * @param matched the share of them that have a receipt
 * @param activeOfWorst the model whose active joules are farthest off
 * @param totalOfWorst the same with its share of base power
 * @param median of each call's error, active and base, relative to its truth, either way
 * @param p95 the same at 95 of 100 calls
 * @param bias the mean of the errors with their sign
 * @param covered the share of calls whose truth is within the receipt's uncertainty
 * @param halfWidth the median uncertainty, relative to the receipt's energy
 * @param unresolved the share of energy on receipts that say so
 * @param unmeasured the share of calls whose receipts know no energy
 */
record Figures(
    int calls,
    double matched,
    Worst activeOfWorst,
    Worst totalOfWorst,
    double median,
    double p95,
    double bias,
    double covered,
    double halfWidth,
    double unresolved,
    double unmeasured) {
  /** Of the calls that began at or after a time. */
  static Figures of(Run run, long since) {
    List<TrueCall> calls = run.calls().stream().filter(c -> c.begin() >= since).toList();
    List<Billed> receipts =
        run.books().receipts().stream().filter(b -> b.begin() >= since).toList();
    List<Matching.Pair> pairs =
        run.pairs().stream().filter(p -> p.call().begin() >= since).toList();
    List<Matching.Pair> known = pairs.stream().filter(p -> p.receipt().measured()).toList();
    Shares errors = shares(known, p -> p.receipt().total() / p.call().total() - 1);
    Shares sizes = shares(known, p -> Math.abs(p.receipt().total() / p.call().total() - 1));
    return new Figures(
        calls.size(),
        (double) pairs.size() / calls.size(),
        Worst.of(sums(calls, TrueCall::active), billed(receipts, Billed::active)),
        Worst.of(sums(calls, TrueCall::total), billed(receipts, Billed::total)),
        sizes.median(),
        sizes.quantile(0.95),
        errors.mean(),
        shares(known, Figures::coverage).shareOf(x -> x <= 1),
        shares(known, p -> p.receipt().uncertainty() / p.receipt().total()).median(),
        energy(receipts, b -> b.quality().equals("unresolved")) / energy(receipts, b -> true),
        1 - (double) known.size() / pairs.size());
  }

  // A microjoule is what receipts are rounded to.
  private static double coverage(Matching.Pair pair) {
    return (Math.abs(pair.receipt().total() - pair.call().total()) - 1e-6)
        / pair.receipt().uncertainty();
  }

  private static Shares shares(List<Matching.Pair> pairs, ToDoubleFunction<Matching.Pair> part) {
    return Shares.of(pairs.stream().mapToDouble(part).toArray());
  }

  static Map<Model, Double> sums(List<TrueCall> calls, ToDoubleFunction<TrueCall> part) {
    Map<Model, Double> sums = new EnumMap<>(Model.class);
    calls.forEach(call -> sums.merge(call.model(), part.applyAsDouble(call), Double::sum));
    return sums;
  }

  private static Map<Model, Double> billed(List<Billed> receipts, ToDoubleFunction<Billed> part) {
    Map<Model, Double> sums = new EnumMap<>(Model.class);
    for (Model model : Model.values()) {
      List<Billed> own = new ArrayList<>(receipts);
      own.removeIf(receipt -> !receipt.model().equals(model.label()));
      sums.put(model, own.stream().mapToDouble(part).sum());
    }
    return sums;
  }

  private static double energy(List<Billed> receipts, Predicate<Billed> which) {
    return receipts.stream().filter(which).mapToDouble(Billed::total).sum();
  }
}
