package org.pytorch.serve.wlm;

import org.pytorch.serve.util.messages.BaseModelRequest;
import org.pytorch.serve.util.messages.ModelWorkerResponse;

/** A stand-in of TorchServe's class: who has not been answered in full is in the next batch too. */
public final class ContinuousBatching extends BatchAggregator {
  public ContinuousBatching(Model model) {
    super(model);
  }

  @Override
  public BaseModelRequest getRequest(String threadName, WorkerState state)
      throws InterruptedException {
    poll();
    return request();
  }

  @Override
  public boolean sendResponse(ModelWorkerResponse message) {
    message.getPredictions().stream()
        .filter(BatchAggregator::isLast)
        .forEach(prediction -> jobs.remove(prediction.getRequestId()));
    return true;
  }
}
