package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HooksTest {
  private static final String SERVER = "org.eclipse.jetty.server.Server";

  private final Hooks hooks = new Hooks(Set.of("servlet"), List.of(), complaint -> {});

  private byte[] weave() throws Exception {
    ClassLoader loader = getClass().getClassLoader();
    try (InputStream in = loader.getResourceAsStream(SERVER.replace('.', '/') + ".class")) {
      return hooks.weave(loader, SERVER, null, in.readAllBytes());
    }
  }

  @Test
  void aServersClassThatLoadedBesideTheFirstLookIsFoundByTheSecond() throws Exception {
    Set<String> wanted = hooks.weaveRequests();

    assertThat(wanted).contains(SERVER).doesNotContain("javax.servlet.http.HttpServlet");
    assertThat(hooks.notMet()).isEqualTo(wanted);
    assertThat(weave()).isNotNull();
    assertThat(hooks.notMet()).isNotEmpty().doesNotContain(SERVER);
  }

  @Test
  void noServerIsTouchedWhereNothingIsMetered() throws Exception {
    assertThat(weave()).isNull();
  }
}
