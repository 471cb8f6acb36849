package io.joulebook.agent.instrument;

import java.util.Set;

class QuarkusRestHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new QuarkusRestHook();
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "InvocationHandler.handle: enterInnerRequest",
        "InvocationHandler.handle: exitRequest",
        "UniResponseHandler.handle: enterInnerRequest",
        "UniResponseHandler.handle: exitRequest");
  }
}
