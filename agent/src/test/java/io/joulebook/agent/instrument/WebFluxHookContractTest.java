package io.joulebook.agent.instrument;

import java.util.Set;

class WebFluxHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new WebFluxHook();
  }

  @Override
  boolean needsItsPackage(String type) {
    return type.startsWith("reactor.");
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "InvocableHandlerMethod.lambda$invoke$0: enterInnerRequest",
        "InvocableHandlerMethod.lambda$invoke$0: exitRequest",
        "HandlerFunctionAdapter.handle: enterInnerRequest",
        "HandlerFunctionAdapter.handle: exitRequest",
        "DispatcherHandler.handleResult: findRequest",
        "MonoFlatMap$FlatMapMain.onNext: enterStep",
        "MonoFlatMap$FlatMapMain.onNext: leaveStep",
        "SchedulerTask.<init>: handOver",
        "SchedulerTask.call: enterTask",
        "SchedulerTask.call: leaveTask",
        "WorkerTask.<init>: handOver",
        "WorkerTask.call: enterTask",
        "WorkerTask.call: leaveTask");
  }
}
