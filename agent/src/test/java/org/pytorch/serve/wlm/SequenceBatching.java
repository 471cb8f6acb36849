package org.pytorch.serve.wlm;

import org.pytorch.serve.util.messages.ModelWorkerResponse;

/** A stand-in of TorchServe's class: what it does, its parent does. */
public final class SequenceBatching extends BatchAggregator {
  public SequenceBatching(Model model) {
    super(model);
  }

  @Override
  public boolean sendResponse(ModelWorkerResponse message) {
    return super.sendResponse(message);
  }
}
