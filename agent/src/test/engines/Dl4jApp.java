import java.io.File;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that is saved and loaded, a graph, and SameDiff; what trains does not count. */
public final class Dl4jApp {
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;

  public static void main(String[] args) throws Exception {
    INDArray rows = Nd4j.rand(ROWS, COLUMNS);
    INDArray labels = Nd4j.zeros(ROWS, 2);
    MultiLayerNetwork made = new MultiLayerNetwork(layers());
    made.init();
    made.fit(rows, labels);
    File file = new File(args[0], "fraud.zip");
    made.save(file);
    MultiLayerNetwork network = MultiLayerNetwork.load(file, false);
    for (int i = 0; i < 4; i++) {
      network.output(rows);
    }
    network.predict(rows);
    ComputationGraph graph = new ComputationGraph(graph());
    graph.init();
    for (int i = 0; i < 3; i++) {
      graph.output(rows);
    }
    graph.outputSingle(rows);
    SameDiff samediff = SameDiff.create();
    SDVariable x = samediff.placeHolder("x", DataType.FLOAT, -1, COLUMNS);
    samediff.math().tanh("y", x);
    for (int i = 0; i < 2; i++) {
      samediff.output(Map.of("x", rows.castTo(DataType.FLOAT)), "y");
    }
    System.out.println("made calls=11 items=" + 11 * ROWS + " in=0 out=0");
  }

  private static MultiLayerConfiguration layers() {
    return new NeuralNetConfiguration.Builder().list().layer(0, layer()).build();
  }

  private static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("out", layer(), "in")
        .setOutputs("out")
        .build();
  }

  private static OutputLayer layer() {
    return new OutputLayer.Builder().nIn(COLUMNS).nOut(2).build();
  }
}
