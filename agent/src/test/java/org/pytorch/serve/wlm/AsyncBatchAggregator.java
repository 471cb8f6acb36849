package org.pytorch.serve.wlm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pytorch.serve.job.Job;
import org.pytorch.serve.util.messages.BaseModelRequest;
import org.pytorch.serve.util.messages.ModelWorkerResponse;

/** A stand-in of TorchServe's class: jobs are moved once a worker has them. */
public final class AsyncBatchAggregator extends BatchAggregator {
  Map<String, Job> jobs_in_backend = new LinkedHashMap<>();

  public AsyncBatchAggregator(Model model) {
    super(model);
  }

  @Override
  public BaseModelRequest getRequest(String threadName, WorkerState state)
      throws InterruptedException {
    poll();
    BaseModelRequest request = request();
    jobs_in_backend.putAll(jobs);
    jobs.clear();
    return request;
  }

  @Override
  public boolean sendResponse(ModelWorkerResponse message) {
    message.getPredictions().stream()
        .filter(BatchAggregator::isLast)
        .forEach(prediction -> jobs_in_backend.remove(prediction.getRequestId()));
    return true;
  }

  @Override
  public void sendError(BaseModelRequest message, String error, int status) {
    jobs_in_backend.clear();
  }
}
