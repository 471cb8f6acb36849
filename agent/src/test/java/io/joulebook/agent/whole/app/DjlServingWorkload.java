package io.joulebook.agent.whole.app;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.serving.http.InferenceRequestHandler;
import ai.djl.serving.wlm.ModelInfo;
import ai.djl.serving.wlm.WorkLoadManager;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;

/**
 * A host with the shape of DJL Serving and a real model on DJL's ONNX Runtime engine: two versions
 * of it, each with a worker that takes so many requests at once. Argument: a folder. Each line of
 * input, {@code version batches size}, is served so: requests of {@code size} at a time.
 */
public final class DjlServingWorkload {
  private static final String[] PATHS = {
    "/predictions/minilm", "/predictions/minilm/2", "/invocations", "/v1/chat/completions"
  };

  private DjlServingWorkload() {}

  public static void main(String[] args) throws Exception {
    Criteria<Input, Output> criteria =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(OnnxWorkload.model(Path.of(args[0])))
            .optEngine("OnnxRuntime")
            .optTranslator(new Words())
            .build();
    WorkLoadManager work = new WorkLoadManager();
    InferenceRequestHandler handler = new InferenceRequestHandler(work);
    List<CompletableFuture<Output>> answers = new ArrayList<>();
    try (ZooModel<Input, Output> loaded = criteria.loadModel();
        Predictor<Input, Output> one = loaded.newPredictor();
        Predictor<Input, Output> two = loaded.newPredictor();
        Scanner lines = new Scanner(System.in, "UTF-8")) {
      System.out.println("ready");
      int served = 0;
      while (lines.hasNext()) {
        String version = lines.next();
        int batches = lines.nextInt();
        int size = lines.nextInt();
        ModelInfo model = new ModelInfo("minilm", version);
        var worker = new ModelInfo.ModelThread(version.equals("1") ? one : two);
        for (int b = 0; b < batches; b++) {
          for (int i = 0; i < size; i++) {
            String path = PATHS[i % PATHS.length];
            answers.add(handler.handle(model, "request-" + served++, "so many words", path));
          }
          Thread thread = new Thread(() -> run(worker, work, size));
          thread.start();
          thread.join();
        }
        answers.forEach(CompletableFuture::join);
        answers.clear();
        System.out.println("served " + version + " " + batches + " " + size);
      }
    }
  }

  private static void run(ModelInfo.ModelThread worker, WorkLoadManager work, int size) {
    try {
      worker.run(work.take(size));
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Feeds as many equal tokens as there are words; each input is a run of its own. */
  private static final class Words implements Translator<Input, Output> {
    @Override
    public NDList processInput(TranslatorContext context, Input input) {
      int tokens = input.getAsString(0).split(" ", -1).length;
      return EqualTokens.of(context.getNDManager(), tokens);
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList list) {
      Output output = new Output();
      output.add(String.valueOf(list.get(0).toFloatArray()[0]));
      return output;
    }

    @Override
    public Batchifier getBatchifier() {
      return null;
    }
  }
}
