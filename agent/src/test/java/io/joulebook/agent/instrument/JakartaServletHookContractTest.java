package io.joulebook.agent.instrument;

class JakartaServletHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new ServletHook("jakarta");
  }
}
