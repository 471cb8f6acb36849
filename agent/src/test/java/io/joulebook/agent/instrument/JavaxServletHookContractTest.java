package io.joulebook.agent.instrument;

class JavaxServletHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new ServletHook("javax");
  }
}
