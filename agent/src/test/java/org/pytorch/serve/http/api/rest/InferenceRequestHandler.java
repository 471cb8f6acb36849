package org.pytorch.serve.http.api.rest;

import org.pytorch.serve.job.RestJob;
import org.pytorch.serve.util.messages.RequestInput;
import org.pytorch.serve.wlm.Model;

/** A stand-in of TorchServe's class: runs on the thread that has read a request. */
public final class InferenceRequestHandler {
  public void handleRequest(Object context, Object request, Object decoder, String[] segments) {
    ((Model) context).addJob(new RestJob(new RequestInput(String.valueOf(request)), false));
  }
}
