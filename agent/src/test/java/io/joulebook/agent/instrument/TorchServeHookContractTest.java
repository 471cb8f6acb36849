package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class TorchServeHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new TorchServeHook();
  }

  @Override
  Set<String> advice() {
    Stream<String> aggregators =
        Stream.of("BatchAggregator", "AsyncBatchAggregator")
            .flatMap(
                type ->
                    Stream.of("getRequest: note", "sendResponse: note", "sendError: note")
                        .map(call -> type + "." + call));
    Stream<String> others =
        Stream.of(
            "ContinuousBatching.getRequest: note",
            "ContinuousBatching.sendResponse: note",
            "WorkerThread.<init>: note",
            "Job.<init>: queued",
            "InferenceRequestHandler.handleRequest: enterInnerRequest",
            "InferenceRequestHandler.handleRequest: exitRequest");
    return Stream.concat(aggregators, others).collect(Collectors.toSet());
  }
}
