package org.pytorch.serve.util.messages;

/** A stand-in of TorchServe's class: what a request asks for. */
public final class RequestInput {
  private final String requestId;

  public RequestInput(String requestId) {
    this.requestId = requestId;
  }

  public String getRequestId() {
    return requestId;
  }
}
