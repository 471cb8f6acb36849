package io.joulebook.agent.instrument;

import java.util.Set;

class JavalinHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new JavalinHook();
  }

  @Override
  Set<String> advice() {
    return Set.of("ParsedEndpoint.handle: refineRequest");
  }
}
