package org.pytorch.serve.util.messages;

import java.util.Map;

/** A stand-in of TorchServe's class: an answer to one request, or a part of it. */
public final class Predictions {
  private final String requestId;
  private final byte[] resp;
  private final Map<String, String> headers;

  public Predictions(String requestId, byte[] resp, Map<String, String> headers) {
    this.requestId = requestId;
    this.resp = resp;
    this.headers = headers;
  }

  public String getRequestId() {
    return requestId;
  }

  public byte[] getResp() {
    return resp;
  }

  public Map<String, String> getHeaders() {
    return headers;
  }
}
