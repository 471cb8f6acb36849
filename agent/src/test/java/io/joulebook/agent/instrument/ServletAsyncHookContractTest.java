package io.joulebook.agent.instrument;

import java.util.Set;

class ServletAsyncHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new ServletAsyncHook();
  }

  @Override
  Set<String> absent() {
    return Set.of("org.eclipse.jetty.ee11.servlet.AsyncContextState");
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "AsyncContextImpl$RunnableWrapper.<init>: handOver",
        "AsyncContextImpl$RunnableWrapper.run: enterTask",
        "AsyncContextImpl$RunnableWrapper.run: leaveTask",
        "AsyncContextState.start: handOver",
        "AsyncContextState.lambda$start$0: enterTask",
        "AsyncContextState.lambda$start$0: leaveTask",
        "AsyncContextImpl.start: handOver",
        "ServletContextImpl.invokeRunnable: enterTask",
        "ServletContextImpl.invokeRunnable: leaveTask");
  }
}
