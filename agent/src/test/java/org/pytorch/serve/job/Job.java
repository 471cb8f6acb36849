package org.pytorch.serve.job;

import org.pytorch.serve.util.messages.RequestInput;

/** A stand-in of TorchServe's class: a request, or a command to a worker. */
public abstract class Job {
  private final RequestInput input;
  private final boolean command;

  protected Job(RequestInput input, boolean command) {
    this.input = input;
    this.command = command;
  }

  public boolean isControlCmd() {
    return command;
  }

  public String getJobId() {
    return input.getRequestId();
  }

  public RequestInput getPayload() {
    return input;
  }
}
