import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** Saves a small model with a variable, loads it, and calls it in each way that there is. */
public final class TensorFlowApp {
  private static final int ROWS = 3;
  private static final int COLUMNS = 4;

  public static void main(String[] args) throws Exception {
    String folder = Path.of(args[0], "ranking", "1").toString();
    save(folder);
    int calls = 0;
    int items = 0;
    try (SavedModelBundle model = SavedModelBundle.load(folder, "serve");
        TFloat32 rows = TFloat32.tensorOf(Shape.of(ROWS, COLUMNS));
        TFloat32 one = TFloat32.tensorOf(Shape.of(1, COLUMNS))) {
      for (int i = 0; i < 5; i++) {
        model.call(Map.of("x", rows));
        model.session().runner().feed("x", one).fetch("y").run();
        calls += 2;
        items += ROWS + 1;
      }
      model.function(Signature.DEFAULT_KEY).call(Map.of("x", rows));
      calls++;
      items += ROWS;
    }
    try (ConcreteFunction twice = ConcreteFunction.create(TensorFlowApp::twice);
        TFloat32 rows = TFloat32.tensorOf(Shape.of(ROWS, COLUMNS))) {
      for (int i = 0; i < 4; i++) {
        twice.call(Map.of("v", rows));
        calls++;
        items += ROWS;
      }
    }
    System.out.println("made calls=" + calls + " items=" + items + " in=0 out=0");
  }

  private static Signature twice(Ops tf) {
    Placeholder<TFloat32> v = tf.placeholder(TFloat32.class);
    return Signature.builder().input("v", v).output("w", tf.math.add(v, v)).build();
  }

  private static void save(String folder) throws Exception {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> x =
          tf.withName("x")
              .placeholder(
                  TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, COLUMNS)));
      Variable<TFloat32> w =
          tf.withName("w").variable(tf.ones(tf.array(COLUMNS, 2), TFloat32.class));
      Operand<TFloat32> y = tf.withName("y").linalg.matMul(x, w);
      session.initialize();
      Signature signature = Signature.builder().input("x", x).output("y", y).build();
      SavedModelBundle.exporter(folder)
          .withFunction(SessionFunction.create(signature, session))
          .export();
    }
  }
}
