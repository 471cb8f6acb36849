package ai.djl.serving.wlm;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import java.util.ArrayList;
import java.util.List;

/** A stand-in of DJL Serving's class: a model under an id and a version, and what calls it. */
public final class ModelInfo {
  private final String id;
  private final String version;

  public ModelInfo(String id, String version) {
    this.id = id;
    this.version = version;
  }

  public String getId() {
    return id;
  }

  public String getVersion() {
    return version;
  }

  /** What a worker's thread runs: jobs that came together go to the predictor as one batch. */
  public static final class ModelThread {
    private final Predictor<Input, Output> predictor;

    public ModelThread(Predictor<Input, Output> predictor) {
      this.predictor = predictor;
    }

    public void run(List<Job> jobs) throws TranslateException {
      List<Input> inputs = new ArrayList<>();
      jobs.forEach(job -> inputs.add(job.getInput()));
      List<Output> outputs = predictor.batchPredict(inputs);
      for (int i = 0; i < jobs.size(); i++) {
        jobs.get(i).done(outputs.get(i));
      }
    }
  }
}
