import org.tensorflow.DataType;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Shape;
import org.tensorflow.Tensor;

/** Runs a small graph: the legacy API cannot save a model. */
public final class TensorFlowLegacyApp {
  private static final int ROWS = 3;

  public static void main(String[] args) {
    try (Graph graph = new Graph();
        Session session = new Session(graph);
        Tensor<?> rows = Tensor.create(new float[ROWS][4])) {
      Output<?> x =
          graph
              .opBuilder("Placeholder", "x")
              .setAttr("dtype", DataType.FLOAT)
              .setAttr("shape", Shape.make(-1, 4))
              .build()
              .output(0);
      graph.opBuilder("Add", "y").addInput(x).addInput(x).build();
      graph.opBuilder("NoOp", "init").build();
      session.runner().addTarget("init").run();
      for (int i = 0; i < 5; i++) {
        session.runner().feed("x", rows).fetch("y").run();
      }
    }
    System.out.println("made calls=5 items=" + 5 * ROWS + " in=0 out=0");
  }
}
