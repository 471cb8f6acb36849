package io.joulebook.agent.instrument;

import org.junit.jupiter.api.Nested;

/** The hooks whose libraries EnginesWholeTest fetches: the tests' class path has them not. */
class EngineHooksTest {
  @Nested
  class TensorFlow implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new TensorFlowHook();
    }
  }

  @Nested
  class Llama implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new LlamaHook();
    }
  }

  @Nested
  class GpuLlama3 implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new GpuLlama3Hook();
    }
  }

  @Nested
  class Jlama implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new JlamaHook();
    }
  }

  @Nested
  class Deeplearning4j implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new Deeplearning4jHook();
    }
  }

  @Nested
  class Xgboost4j implements CallHookPromises {
    @Override
    public CallHook hook() {
      return new Xgboost4jHook();
    }
  }
}
