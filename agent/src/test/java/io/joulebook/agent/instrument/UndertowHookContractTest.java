package io.joulebook.agent.instrument;

import java.util.Set;

class UndertowHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new UndertowHook();
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "Connectors.executeRootHandler: enterOuterRequest",
        "Connectors.executeRootHandler: exitRequest");
  }
}
