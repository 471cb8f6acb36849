import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Calls DJL on its ONNX Runtime engine, one input and many. Argument: the folder of a model. */
public final class DjlOnnxApp {
  private static final String MODEL = "all-minilm-l6-v2-q.onnx";

  private DjlOnnxApp() {}

  /** Texts as numbers of tokens, all of one length. */
  private static final class Tokens implements Translator<long[], Integer> {
    @Override
    public NDList processInput(TranslatorContext context, long[] ids) {
      NDManager manager = context.getNDManager();
      Shape row = new Shape(1, ids.length);
      NDArray tokens = manager.create(ids, row);
      NDArray mask = manager.create(ones(ids.length), row);
      NDArray types = manager.create(new long[ids.length], row);
      tokens.setName("input_ids");
      mask.setName("attention_mask");
      types.setName("token_type_ids");
      return new NDList(tokens, mask, types);
    }

    @Override
    public Integer processOutput(TranslatorContext context, NDList output) {
      return output.size();
    }

    @Override
    public Batchifier getBatchifier() {
      return null; // this engine's arrays cannot be stacked
    }
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectory(Path.of(args[0], "minilm"));
    Files.copy(Path.of(args[0], MODEL), folder.resolve("model.onnx"));
    Criteria<long[], Integer> criteria =
        Criteria.builder()
            .setTypes(long[].class, Integer.class)
            .optModelPath(folder)
            .optModelName("model")
            .optEngine("OnnxRuntime")
            .optTranslator(new Tokens())
            .build();
    long[] text = ones(6);
    try (ZooModel<long[], Integer> model = criteria.loadModel();
        Predictor<long[], Integer> predictor = model.newPredictor()) {
      for (int i = 0; i < 4; i++) {
        predictor.predict(text);
      }
      predictor.batchPredict(List.of(text, text, text));
    }
    System.out.println("made calls=5 items=7 in=42 out=0");
  }
}
