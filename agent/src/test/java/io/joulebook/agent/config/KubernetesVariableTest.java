package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesVariableTest {
  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "JOULEBOOK_SERVICE_HOST, 10.0.0.7",
    "JOULEBOOK_SERVICE_PORT, 9487",
    "JOULEBOOK_SERVICE_PORT_METRICS, 9487",
    "JOULEBOOK_PORT, tcp://10.0.0.7:9487",
    "JOULEBOOK_PORT_9487_TCP, tcp://10.0.0.7:9487",
    "JOULEBOOK_PORT_9487_TCP_PROTO, tcp",
    "JOULEBOOK_PORT_53_UDP_PORT, 53",
    "JOULEBOOK_PORT_9487_TCP_ADDR, 10.0.0.7",
    "JOULEBOOK_COLLECTOR_SERVICE_HOST, 10.0.0.8",
    "JOULEBOOK_COLLECTOR_PORT, tcp://10.0.0.8:80",
    "JOULEBOOK_COLLECTOR_PORT_80_TCP_ADDR, 10.0.0.8",
  })
  void whatKubernetesInventsForAServiceIsNoConfiguration(String name, String value) {
    assertThat(KubernetesVariable.matches(name, value)).isTrue();
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "JOULEBOOK_PORT, 9487",
    "JOULEBOOK_METRICS_PORT, 9487",
    "JOULEBOOK_METRICS_ADRESS, 127.0.0.1:9487",
    "JOULEBOOK_GRID_ZON, DE",
  })
  void aMistakeOfAPersonIsStillOne(String name, String value) {
    assertThat(KubernetesVariable.matches(name, value)).isFalse();
  }
}
