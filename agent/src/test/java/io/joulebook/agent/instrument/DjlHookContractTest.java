package io.joulebook.agent.instrument;

class DjlHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new DjlHook(true);
  }
}
