import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Calls ONNX Runtime with a real sentence embedder, by path and by bytes. Argument: its folder. */
public final class OnnxRuntimeApp {
  private static final String MODEL = "all-minilm-l6-v2-q.onnx";
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private OnnxRuntimeApp() {}

  public static void main(String[] args) throws Exception {
    Path model = Path.of(args[0], MODEL);
    long calls = 0;
    long items = 0;
    long tokens = 0;
    try (OrtSession byPath = ENVIRONMENT.createSession(model.toString());
        OrtSession byBytes = ENVIRONMENT.createSession(Files.readAllBytes(model))) {
      for (int rows = 1; rows <= 4; rows++) {
        for (OrtSession session : new OrtSession[] {byPath, byBytes}) {
          run(session, rows, 8);
          calls++;
          items += rows;
          tokens += rows * 8L;
        }
      }
    }
    System.out.println("made calls=" + calls + " items=" + items + " in=" + tokens + " out=0");
  }

  private static void run(OrtSession session, int rows, int length) throws Exception {
    long[][] ones = new long[rows][length];
    for (long[] row : ones) {
      Arrays.fill(row, 101);
    }
    long[][] zeros = new long[rows][length];
    try (OnnxTensor ids = OnnxTensor.createTensor(ENVIRONMENT, ones);
        OnnxTensor mask = OnnxTensor.createTensor(ENVIRONMENT, ones);
        OnnxTensor types = OnnxTensor.createTensor(ENVIRONMENT, zeros);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      if (result.size() == 0) {
        throw new IllegalStateException("no result");
      }
    }
  }
}
