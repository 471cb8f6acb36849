package io.joulebook.agent.whole.app;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.file.Path;
import java.util.List;

/** A host application on DJL's ONNX Runtime engine. Arguments: folder, calls. */
public final class DjlWorkload {
  private DjlWorkload() {}

  public static void main(String[] args) throws Exception {
    Path model = OnnxWorkload.model(Path.of(args[0]));
    int calls = Integer.parseInt(args[1]);
    Criteria<Integer, Float> criteria =
        Criteria.builder()
            .setTypes(Integer.class, Float.class)
            .optModelPath(model)
            .optEngine("OnnxRuntime")
            .optTranslator(new TokenCount())
            .build();
    try (ZooModel<Integer, Float> loaded = criteria.loadModel();
        Predictor<Integer, Float> predictor = loaded.newPredictor()) {
      System.out.println("ready");
      System.in.read();
      for (int i = 0; i < calls; i++) {
        predictor.predict(8);
        predictor.batchPredict(List.of(4, 5, 6));
      }
      System.out.println("made " + 2 * calls);
      while (System.in.read() != -1) {
        // stay up until told to end
      }
    }
  }

  /** Feeds so many equal tokens; each item is a run of its own. */
  private static final class TokenCount implements Translator<Integer, Float> {
    @Override
    public NDList processInput(TranslatorContext context, Integer tokens) {
      return EqualTokens.of(context.getNDManager(), tokens);
    }

    @Override
    public Float processOutput(TranslatorContext context, NDList list) {
      return list.get(0).toFloatArray()[0];
    }

    @Override
    public Batchifier getBatchifier() {
      return null;
    }
  }
}
