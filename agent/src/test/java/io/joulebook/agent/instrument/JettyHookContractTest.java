package io.joulebook.agent.instrument;

import java.util.Set;

class JettyHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new JettyHook();
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "Server.handle: enterOuterRequest",
        "Server.handle: exitRequest",
        "ContextRequest.<init>: refineRequest",
        "PathMappingsHandler$PathSpecRequest.<init>: refineRequest");
  }
}
