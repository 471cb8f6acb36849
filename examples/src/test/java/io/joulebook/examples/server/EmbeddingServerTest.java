package io.joulebook.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddingServerTest {
  private static final String[] NONE = {};

  @Test
  void theArgumentGoesBeforeTheEnvironment() {
    assertThat(EmbeddingServer.address(new String[] {"81"}, Map.of("PORT", "82")).getPort())
        .isEqualTo(81);
    assertThat(EmbeddingServer.address(NONE, Map.of("PORT", "82")).getPort()).isEqualTo(82);
    assertThat(EmbeddingServer.address(NONE, Map.of()).getPort()).isEqualTo(8080);
  }

  @Test
  void onlyThisMachineIsServedUnlessAHostIsGiven() {
    assertThat(EmbeddingServer.address(NONE, Map.of()).getAddress().isLoopbackAddress()).isTrue();
    assertThat(EmbeddingServer.address(NONE, Map.of("HOST", "0.0.0.0")).getAddress())
        .satisfies(any -> assertThat(any.isAnyLocalAddress()).isTrue());
  }

  @Test
  void aBadPortIsNamed() {
    assertThatThrownBy(() -> EmbeddingServer.address(new String[] {"http"}, Map.of()))
        .hasMessage("not a port: http (0 to 65535)");
  }
}
