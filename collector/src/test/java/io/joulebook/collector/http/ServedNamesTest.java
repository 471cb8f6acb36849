package io.joulebook.collector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Glob;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedNamesTest {
  private static ServedNames on(String address) throws IOException {
    return new ServedNames(
        InetAddress.getByName(address),
        "metrics.acme.example",
        Set.of("gpu01", "gpu01.acme.example"),
        List.of(Glob.of("*.scraped.example")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.1.2.3",
        "[2001:db8::1]",
        "localhost",
        "app",
        "joulebook-metrics",
        "app.monitoring.svc",
        "app.monitoring.svc.cluster.local",
        "vm.zone.internal",
        "gpu01",
        "gpu01.acme.example",
        "metrics.acme.example",
        "a.scraped.example",
        "METRICS.acme.example."
      })
  void whatScrapersAskForIsServedOnAnAddressThatTheyReach(String host) throws IOException {
    assertThat(on("0.0.0.0").serve(host)).isTrue();
    assertThat(on("::").serve(host)).isTrue();
    assertThat(on("10.1.2.3").serve(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "gpu01.attacker.example",
        "scraped.example",
        "svc.attacker.example",
        "10.1.2.3.attacker.example",
        "local.example",
        "999.1.1.1"
      })
  void aNameThatAnybodyMayOwnIsNot(String host) throws IOException {
    assertThat(on("0.0.0.0").serve(host)).isFalse();
    assertThat(on("127.0.0.1").serve(host)).isFalse();
  }

  @Test
  void onLoopbackThereAreFewerNames() throws IOException {
    for (String host : List.of("app", "gpu01", "10.1.2.3", "[2001:db8::1]", "a.local")) {
      assertThat(on("127.0.0.1").serve(host)).as(host).isFalse();
      assertThat(on("::1").serve(host)).as(host).isFalse();
    }
    for (String host : List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost")) {
      assertThat(on("127.0.0.1").serve(host)).as(host).isTrue();
      assertThat(on("::1").serve(host)).as(host).isTrue();
    }
  }

  @Test
  void theMachinesNamesAreThoseOfItsFiles(@TempDir Path root) throws IOException {
    Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("proc/sys/kernel/hostname"), "GPU01\n");
    Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 10.0.0.1\nsearch a.example b\n");

    assertThat(MachineNames.read(root))
        .containsExactlyInAnyOrder("gpu01", "gpu01.a.example", "gpu01.b");
    assertThat(MachineNames.read(root.resolve("nowhere"))).isEmpty();
  }
}
