package ai.djl.serving.http;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.serving.wlm.Job;
import ai.djl.serving.wlm.ModelInfo;
import ai.djl.serving.wlm.WorkLoadManager;
import java.util.concurrent.CompletableFuture;

/** A stand-in of DJL Serving's class: runs on the thread that has read a request. */
public final class InferenceRequestHandler {
  private final WorkLoadManager work;
  private CompletableFuture<Output> answer = new CompletableFuture<>();

  public InferenceRequestHandler(WorkLoadManager work) {
    this.work = work;
  }

  void handleRequest(Object context, Object request, Object decoder, String[] segments) {
    Input input = new Input();
    input.addProperty("requestId", String.valueOf(request));
    input.add(String.valueOf(decoder));
    answer = work.runJob(new Job((ModelInfo) context, input));
  }

  /** Answers a request, later. */
  public CompletableFuture<Output> handle(ModelInfo model, String id, String text, String path) {
    handleRequest(model, id, text, path.split("/", -1));
    return answer;
  }
}
