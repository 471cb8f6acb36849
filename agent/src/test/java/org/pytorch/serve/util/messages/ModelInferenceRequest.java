package org.pytorch.serve.util.messages;

import java.util.ArrayList;
import java.util.List;

/** A stand-in of TorchServe's class: the requests that a worker answers at once. */
public final class ModelInferenceRequest extends BaseModelRequest {
  private final List<RequestInput> batch = new ArrayList<>();

  public List<RequestInput> getRequestBatch() {
    return batch;
  }

  public void addRequest(RequestInput request) {
    batch.add(request);
  }
}
