package io.joulebook.agent.instrument;

import java.util.Set;

class DjlHookContractTest extends CallHookContract {
  @Override
  CallHook hook() {
    return new DjlHook(true);
  }

  @Override
  Set<String> absent() {
    return Set.of("ai.djl.python.engine.PyPredictor");
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "Predictor.predict: enter",
        "Predictor.predict: exit",
        "Predictor.batchPredict: enter",
        "Predictor.batchPredict: exit");
  }
}
