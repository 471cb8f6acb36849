package io.joulebook.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentStartTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "quiet=true", "nvml.devices=0,1,grid.zone=DE"})
  void optionsAreTheSameWithoutTheMarkOfWhoAttached(String options) {
    String marked = AgentStart.marked("17-42", options);

    assertThat(AgentStart.mark(marked)).isEqualTo("17-42");
    assertThat(AgentStart.unmarked(marked)).isEqualTo(options);
  }

  @Test
  void optionsOfACommandLineHaveNoMark() {
    assertThat(AgentStart.mark("grid.zone=DE,quiet=true")).isEmpty();
    assertThat(AgentStart.unmarked("grid.zone=DE,quiet=true")).isEqualTo("grid.zone=DE,quiet=true");
  }
}
