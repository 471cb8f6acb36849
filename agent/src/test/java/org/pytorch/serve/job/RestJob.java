package org.pytorch.serve.job;

import org.pytorch.serve.util.messages.RequestInput;

/** A stand-in of TorchServe's class: a job that came by HTTP. */
public final class RestJob extends Job {
  public RestJob(RequestInput input, boolean command) {
    super(input, command);
  }
}
