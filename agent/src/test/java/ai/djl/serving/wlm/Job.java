package ai.djl.serving.wlm;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import java.util.concurrent.CompletableFuture;

/** A stand-in of DJL Serving's class: a request that waits for a worker. */
public final class Job {
  private final ModelInfo wpc;
  private final Input input;
  private final CompletableFuture<Output> result = new CompletableFuture<>();

  public Job(ModelInfo wpc, Input input) {
    this.wpc = wpc;
    this.input = input;
  }

  public ModelInfo getWpc() {
    return wpc;
  }

  public Input getInput() {
    return input;
  }

  void done(Output output) {
    result.complete(output);
  }

  CompletableFuture<Output> result() {
    return result;
  }
}
