package io.joulebook.agent.instrument;

class HttpServerHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new HttpServerHook();
  }
}
