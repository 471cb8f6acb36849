package io.joulebook.examples.server;

import ai.djl.ModelException;
import ai.djl.huggingface.translator.TextEmbeddingTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sentence embedding model: mean pooling, unit length. Thread-safe. */
record SentenceModel(ZooModel<String, float[]> model) implements AutoCloseable {

  static SentenceModel load(String name, Path folder) throws IOException, ModelException {
    return new SentenceModel(
        Criteria.builder()
            .setTypes(String.class, float[].class)
            .optModelName(name)
            .optModelPath(folder)
            .optEngine("OnnxRuntime")
            .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
            .optArgument("pooling", "mean")
            .optArgument("normalize", true)
            .optArgument("includeTokenTypes", true)
            .build()
            .loadModel());
  }

  String name() {
    return model.getName();
  }

  String device() {
    return model.getNDManager().getDevice().toString();
  }

  /** All texts in one run of the model. */
  List<float[]> embed(List<String> texts) throws TranslateException {
    try (Predictor<String, float[]> predictor = model.newPredictor()) {
      return predictor.batchPredict(texts);
    }
  }

  /** One run of the model per text. */
  List<float[]> embedOneByOne(List<String> texts) throws TranslateException {
    List<float[]> vectors = new ArrayList<>(texts.size());
    try (Predictor<String, float[]> predictor = model.newPredictor()) {
      for (String text : texts) {
        vectors.add(predictor.predict(text));
      }
    }
    return vectors;
  }

  @Override
  public void close() {
    model.close();
  }
}
