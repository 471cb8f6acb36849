package io.joulebook.agent.instrument;

import java.util.Set;

class VertxHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new VertxHook();
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "RouteState.handleContext: enterInnerRequest",
        "RouteState.handleContext: exitRequest",
        "WorkerTask.<init>: handOver",
        "WorkerTask.run: enterTask",
        "WorkerTask.run: leaveTask");
  }
}
