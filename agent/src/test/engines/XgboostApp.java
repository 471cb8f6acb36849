import java.nio.file.Path;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;

/** Trains a small model, saves and loads it, and predicts. */
public final class XgboostApp {
  private static final int ROWS = 6;
  private static final int COLUMNS = 3;

  public static void main(String[] args) throws Exception {
    float[] data = new float[ROWS * COLUMNS];
    float[] labels = new float[ROWS];
    for (int i = 0; i < data.length; i++) {
      data[i] = i % 7;
    }
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i % 2;
    }
    DMatrix rows = new DMatrix(data, ROWS, COLUMNS, Float.NaN);
    rows.setLabel(labels);
    Booster trained =
        XGBoost.train(
            rows,
            Map.of("objective", "binary:logistic", "max_depth", 2, "verbosity", 0),
            2,
            Map.of(),
            null,
            null);
    String file = Path.of(args[0], "churn.json").toString();
    trained.saveModel(file);
    Booster loaded = XGBoost.loadModel(file);
    for (int i = 0; i < 10; i++) {
      loaded.predict(rows);
    }
    DMatrix two = rows.slice(new int[] {0, 1});
    loaded.predict(two, true, 1);
    loaded.predictLeaf(two, 0);
    System.out.println("made calls=12 items=" + (10 * ROWS + 4) + " in=0 out=0");
  }
}
