package org.pytorch.serve.wlm;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pytorch.serve.job.Job;
import org.pytorch.serve.util.messages.BaseModelRequest;
import org.pytorch.serve.util.messages.ModelInferenceRequest;
import org.pytorch.serve.util.messages.ModelWorkerResponse;
import org.pytorch.serve.util.messages.Predictions;

/** A stand-in of TorchServe's class: makes a batch of all that waits, and answers it. */
public class BatchAggregator {
  protected Model model;
  protected Map<String, Job> jobs = new LinkedHashMap<>();

  public BatchAggregator(Model model) {
    this.model = model;
  }

  public BaseModelRequest getRequest(String threadName, WorkerState state)
      throws InterruptedException {
    jobs.clear();
    poll();
    return request();
  }

  final void poll() throws InterruptedException {
    Job next = jobs.isEmpty() ? model.queue.take() : model.queue.poll();
    while (next != null) {
      jobs.put(next.getJobId(), next);
      next = model.queue.poll();
    }
  }

  final BaseModelRequest request() {
    ModelInferenceRequest request = new ModelInferenceRequest();
    for (Job job : jobs.values()) {
      if (job.isControlCmd()) {
        return new BaseModelRequest();
      }
      request.addRequest(job.getPayload());
    }
    return request;
  }

  public boolean sendResponse(ModelWorkerResponse message) {
    boolean done = message.getPredictions().stream().allMatch(BatchAggregator::isLast);
    if (done) {
      jobs.clear();
    }
    return done;
  }

  static boolean isLast(Predictions prediction) {
    return !"true".equals(prediction.getHeaders().get("ts_stream_next"));
  }

  public void sendError(BaseModelRequest message, String error, int status) {
    jobs.clear();
  }
}
