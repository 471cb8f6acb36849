package io.joulebook.benchmarks.simulation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what a run found: whether ranges hold what they say, and how concurrency spoils figures.
 */
final class Pictures {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 560;
  private static final double COVERED = 0.95;
  private static final float THIN = 1;
  private static final float THICK = 2.5f;
  private static final Color[] COLOURS = {
    new Color(0xd5, 0x5e, 0x00),
    new Color(0x00, 0x72, 0xb2),
    new Color(0x00, 0x9e, 0x73),
    new Color(0xcc, 0x79, 0xa7),
    new Color(0xe6, 0x9f, 0x00),
    new Color(0x56, 0xb4, 0xe9)
  };

  private Pictures() {}

  /** Writes {@code calibration.png} and, if its regimes were run, {@code concurrency.png}. */
  static void draw(Path folder, List<Outcome> outcomes) throws IOException {
    Files.createDirectories(folder);
    save(calibration(outcomes), folder.resolve("calibration.png"));
    Optional<XYChart> concurrency = concurrency(outcomes);
    if (concurrency.isPresent()) {
      save(concurrency.get(), folder.resolve("concurrency.png"));
    }
  }

  private static void save(XYChart chart, Path file) throws IOException {
    BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
  }

  private static XYChart chart(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotGridLinesColor(new Color(0xe0, 0xe0, 0xe0));
    return chart;
  }

  // Those that hold what they say are grey; those that do not have a name.
  private static XYChart calibration(List<Outcome> outcomes) {
    XYChart chart =
        chart(
            "Of how many calls is the truth in the range? Grey: regimes where it holds",
            "the range should hold (%)",
            "it holds (%)");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    List<Double> stated = percents(Outcome.LEVELS);
    XYSeries ideal = chart.addSeries("as stated", stated, stated);
    style(ideal, Color.BLACK, THICK);
    int next = 0;
    for (Outcome outcome : outcomes) {
      boolean holds = outcome.covered() >= COVERED;
      XYSeries series =
          chart.addSeries(outcome.regime().name(), stated, percents(outcome.coveredByLevel()));
      style(
          series,
          holds ? Color.LIGHT_GRAY : COLOURS[next++ % COLOURS.length],
          holds ? THIN : THICK);
      series.setShowInLegend(!holds);
    }
    return chart;
  }

  private static Optional<XYChart> concurrency(List<Outcome> outcomes) {
    XYChart chart =
        chart("Error of a call's energy, by calls in flight", "calls in flight", "error (%)");
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    boolean found = false;
    int next = 0;
    for (String kind : List.of(Regimes.IN_FLIGHT, Regimes.IN_FLIGHT_SATURATING)) {
      List<Integer> threads = new ArrayList<>();
      List<Double> medians = new ArrayList<>();
      List<Double> p95s = new ArrayList<>();
      List<Double> widths = new ArrayList<>();
      for (Outcome outcome : outcomes) {
        String name = outcome.regime().name();
        if (name.endsWith(kind)) {
          threads.add(Integer.parseInt(name.substring(0, name.length() - kind.length())));
          medians.add(percent(outcome.median().rms()));
          p95s.add(percent(outcome.p95().rms()));
          widths.add(percent(outcome.halfWidth()));
        }
      }
      if (!threads.isEmpty()) {
        found = true;
        String device = kind.equals(Regimes.IN_FLIGHT) ? "additive" : "saturating";
        style(chart.addSeries(device + ": median", threads, medians), COLOURS[next++], THICK);
        style(chart.addSeries(device + ": 95th percentile", threads, p95s), COLOURS[next++], THICK);
        style(
            chart.addSeries(device + ": stated half-width", threads, widths),
            COLOURS[next++],
            THIN);
      }
    }
    return found ? Optional.of(chart) : Optional.empty();
  }

  private static void style(XYSeries series, Color colour, float width) {
    series.setLineColor(colour);
    series.setLineStyle(new BasicStroke(width));
    series.setMarker(SeriesMarkers.NONE);
  }

  // A logarithmic axis has no 0.
  private static double percent(double part) {
    return Math.max(1e-3, 100 * part);
  }

  private static List<Double> percents(List<Double> parts) {
    return parts.stream().map(part -> 100 * part).toList();
  }
}
