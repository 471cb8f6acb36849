package io.joulebook.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import io.joulebook.collector.http.EndpointSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointRulesTest {
  @ParameterizedTest
  @CsvSource({
    "metrics.token.file, file:///run/secrets/token",
    "metrics.token.file, ''",
    "metrics.web-config, https://h.example/web.yaml",
  })
  void aProtectionThatCannotBeUsedIsNotLeftOut(String key, String value) {
    assertThatThrownBy(() -> Endpoint.check(settings(Map.of("joulebook." + key, value))))
        .isInstanceOf(EndpointException.class)
        .hasMessageContainingAll("would be unprotected", key);
  }

  @Test
  void withoutOneAnyoneIsServed() throws EndpointException {
    assertThat(Endpoint.check(settings(Map.of()))).isEmpty();
  }

  private static EndpointSettings settings(Map<String, String> properties) {
    Inputs inputs = new Inputs("", properties, Map.of(), path -> "");
    return EndpointRules.of(Settings.resolve(inputs), line -> {}).orElseThrow();
  }
}
