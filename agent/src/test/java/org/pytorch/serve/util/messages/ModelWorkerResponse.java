package org.pytorch.serve.util.messages;

import java.util.List;

/** A stand-in of TorchServe's class: what a worker answers. */
public final class ModelWorkerResponse {
  private final int code;
  private final List<Predictions> predictions;

  public ModelWorkerResponse(int code, List<Predictions> predictions) {
    this.code = code;
    this.predictions = predictions;
  }

  public int getCode() {
    return code;
  }

  public List<Predictions> getPredictions() {
    return predictions;
  }
}
