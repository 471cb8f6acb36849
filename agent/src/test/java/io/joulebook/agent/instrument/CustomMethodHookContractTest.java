package io.joulebook.agent.instrument;

import io.joulebook.agent.config.CustomHook;

class CustomMethodHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new CustomMethodHook(
        new CustomHook("io.joulebook.agent.whole.app.Ranker", "score", "ranker"));
  }
}
