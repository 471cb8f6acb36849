package io.joulebook.agent.ledger;

/**
 * The least of some values on a grid.
 *
 * @param index its place
 * @param offset by how much the parabola through it and its neighbours has its least beside it, in
 *     steps of the grid; 0 at the ends
 */
record GridMinimum(int index, double offset) {
  static GridMinimum of(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] < values[best] ? i : best;
    }
    double curve = curve(values, best);
    return new GridMinimum(
        best, curve <= 0 ? 0 : (values[best - 1] - values[best + 1]) / (2 * curve));
  }

  /** How steeply the parabola rises: its second derivative; 0 at the ends. */
  static double curve(double[] values, int at) {
    boolean inside = at > 0 && at < values.length - 1;
    return inside ? values[at - 1] - 2 * values[at] + values[at + 1] : 0;
  }

  /** Where the least lies, in steps of the grid. */
  double place() {
    return index + offset;
  }
}
