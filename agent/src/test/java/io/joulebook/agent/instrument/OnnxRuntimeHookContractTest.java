package io.joulebook.agent.instrument;

class OnnxRuntimeHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new OnnxRuntimeHook();
  }
}
