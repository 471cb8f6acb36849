package io.joulebook.agent.instrument;

class JavaxServletHookContractTest extends ServletHookContract {
  JavaxServletHookContractTest() {
    super("javax");
  }
}
