import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.ChunkedBytesSupplier;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A language model of DJL's Python engine with rolling batch, and one that answers at once. */
public final class DjlPythonApp {
  private static final int CALLS = 3;

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    String rolling =
        """
        import json
        from djl_python import Output

        encode = getattr(Output, "binary_encode", json.dumps)  # by version
        in_flight = []

        def handle(inputs):
            if inputs.is_empty():
                return None
            in_flight.extend([0] * (inputs.get_batch_size() - len(in_flight)))
            outputs = Output()
            for i in range(len(in_flight)):
                in_flight[i] += 1
                token = {"data": f"{in_flight[i]} ", "last": in_flight[i] == 16}
                outputs.add(encode(token), key="data", batch_index=i)
            in_flight[:] = [made for made in in_flight if made < 16]
            return outputs
        """;
    String plain =
        """
        from djl_python import Output

        def handle(inputs):
            return None if inputs.is_empty() else Output().add("done")
        """;
    long pieces = 0;
    try (ZooModel<Input, Output> model = load(folder.resolve("rolling"), rolling, true);
        Predictor<Input, Output> predictor = model.newPredictor()) {
      for (int i = 0; i < CALLS; i++) {
        pieces += read(predictor.predict(input()));
      }
    }
    try (ZooModel<Input, Output> model = load(folder.resolve("plain"), plain, false);
        Predictor<Input, Output> predictor = model.newPredictor()) {
      for (int i = 0; i < CALLS; i++) {
        predictor.predict(input());
      }
    }
    System.out.println("made calls=" + 2 * CALLS + " items=" + 2 * CALLS + " in=0 out=" + pieces);
    System.out.flush();
    Thread.sleep(2_500);
    System.exit(0); // Netty's threads are no daemons
  }

  private static ZooModel<Input, Output> load(Path folder, String code, boolean rolling)
      throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("model.py"), code);
    return Criteria.builder()
        .setTypes(Input.class, Output.class)
        .optModelPath(folder)
        .optModelName(folder.getFileName().toString())
        .optEngine("Python")
        .optOption("entryPoint", "model.py")
        .optOption(rolling ? "rolling_batch" : "batch_size", rolling ? "auto" : "1")
        .build()
        .loadModel();
  }

  private static Input input() {
    Input input = new Input();
    input.add("inputs", "Once upon a time".getBytes(StandardCharsets.UTF_8));
    return input;
  }

  private static int read(Output output) throws Exception {
    ChunkedBytesSupplier chunks = (ChunkedBytesSupplier) output.getData();
    int pieces = 0;
    while (chunks.hasNext()) {
      pieces += chunks.nextChunk(10, TimeUnit.SECONDS).length > 0 ? 1 : 0;
    }
    return pieces;
  }
}
