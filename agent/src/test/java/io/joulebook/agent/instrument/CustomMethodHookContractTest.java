package io.joulebook.agent.instrument;

import java.util.Set;

class CustomMethodHookContractTest extends CallHookContract {
  @Override
  public CallHook hook() {
    return new CustomMethodHook(
        new CustomHook("io.joulebook.agent.whole.app.Ranker", "score", "ranker"), line -> {});
  }

  @Override
  Set<String> advice() {
    return Set.of("Ranker.score: enter", "Ranker.score: exit");
  }
}
