package io.joulebook.agent.instrument;

import java.util.Set;

class KtorHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new KtorHook();
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "SuspendFunctionGun.execute$ktor_utils: enterStep",
        "SuspendFunctionGun.execute$ktor_utils: leaveStep",
        "RoutingContext.<init>: findRequest",
        "DispatchedContinuation.<init>: handOver",
        "DispatchedTask.run: enterStep",
        "DispatchedTask.run: leaveStep",
        "DispatchedTask.run: enterTask",
        "DispatchedTask.run: leaveTask");
  }
}
