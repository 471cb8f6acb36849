package io.joulebook.agent.instrument;

import java.util.Set;

class DjlServingHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new DjlServingHook(new QueuedRequests());
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "InferenceRequestHandler.handleRequest: enterInnerRequest",
        "InferenceRequestHandler.handleRequest: exitRequest",
        "WorkLoadManager.runJob: queued");
  }
}
