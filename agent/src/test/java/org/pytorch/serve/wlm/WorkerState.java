package org.pytorch.serve.wlm;

/** A stand-in of TorchServe's class. */
public enum WorkerState {
  WORKER_MODEL_LOADED
}
