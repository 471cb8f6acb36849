package io.joulebook.agent.instrument;

class JakartaServletHookContractTest extends ServletHookContract {
  JakartaServletHookContractTest() {
    super("jakarta");
  }
}
