package io.joulebook.agent.instrument;

import java.util.Set;

class JerseyHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new JerseyHook();
  }

  @Override
  Set<String> advice() {
    return Set.of("ServerRuntime.process: enterInnerRequest", "ServerRuntime.process: exitRequest");
  }
}
