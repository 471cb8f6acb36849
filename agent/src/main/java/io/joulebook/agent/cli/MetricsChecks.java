package io.joulebook.agent.cli;

import io.joulebook.agent.config.EndpointRules;
import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.Settings;
import io.joulebook.collector.http.Endpoint;
import io.joulebook.collector.http.EndpointException;
import io.joulebook.collector.http.EndpointSettings;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Whether metrics can be served as asked for, and who can read them. */
final class MetricsChecks {
  private final Settings settings;
  private final Checks checks;

  MetricsChecks(Settings settings, Checks checks) {
    this.settings = settings;
    this.checks = checks;
  }

  void print() {
    checks.title("Metrics");
    micrometer();
    Optional<EndpointSettings> asked = EndpointRules.of(settings, line -> {});
    if (asked.isEmpty()) {
      checks.line(Checks.SKIPPED, "off", "metrics.address=off: nothing is served");
      return;
    }
    address(asked.get());
    protection(asked.get());
  }

  // Only a running host knows whether it has one.
  private void micrometer() {
    if (settings.require(Keys.MICROMETER)) {
      checks.line(
          Checks.OK,
          "micrometer",
          "where the application has Micrometer, its registry shows the same joules, e.g. on"
              + " /actuator/prometheus: add up one of the two, never both");
    } else {
      checks.line(Checks.SKIPPED, "micrometer", "micrometer=off: nothing in a host's own registry");
    }
  }

  private void address(EndpointSettings asked) {
    InetSocketAddress address = asked.address();
    try {
      Endpoint.checkAddress(asked);
      checks.line(
          Checks.OK, "http", address.getHostString() + ":" + address.getPort() + " is free");
    } catch (EndpointException e) {
      checks.line(Checks.NO, "http", String.valueOf(e.getMessage()));
    }
  }

  private void protection(EndpointSettings asked) {
    try {
      Endpoint.check(asked).ifPresent(who -> checks.line(Checks.SKIPPED, "http", who));
    } catch (EndpointException e) {
      checks.line(Checks.NO, "http", String.valueOf(e.getMessage()));
    }
  }
}
