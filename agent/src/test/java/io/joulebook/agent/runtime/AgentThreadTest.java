package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentThreadTest {
  @Test
  void itIsADaemonInNoGroupOfTheHosts() {
    Thread thread = AgentThread.of("joulebook-test", () -> {});

    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isNull();
    assertThat(thread.getThreadGroup().getParent()).isNull();
    assertThat(Thread.currentThread().getThreadGroup().getParent()).isNotNull();
  }
}
