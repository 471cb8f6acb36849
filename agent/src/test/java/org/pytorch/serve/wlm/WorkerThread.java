package org.pytorch.serve.wlm;

/** A stand-in of TorchServe's class: serves one worker process, on a GPU or on none. */
public class WorkerThread {
  protected int gpuId;
  protected Model model;
  protected BatchAggregator aggregator;

  public WorkerThread(int gpuId, Model model, BatchAggregator aggregator) {
    this.gpuId = gpuId;
    this.model = model;
    this.aggregator = aggregator;
  }

  public BatchAggregator getAggregator() {
    return aggregator;
  }
}
