package io.joulebook.agent.instrument;

class CustomMethodHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new CustomMethodHook(
        new CustomHook("io.joulebook.agent.whole.app.Ranker", "score", "ranker"));
  }
}
