package io.joulebook.collector.metrics;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.ReceiptLogStatus;
import java.util.Map;

/** How the meter itself is doing, as metrics. */
final class AgentHealthMetrics {
  private AgentHealthMetrics() {}

  static void write(AgentHealth health, SnapshotBuilder snapshots) {
    snapshots.put(
        Catalogue.CALLS_UNSETTLED, Catalogue.CALLS_UNSETTLED.label(), health.callsUnsettled());
    snapshots.put(Catalogue.AGENT_CPU, Catalogue.AGENT_CPU.label(), health.agentCpuNanos());
    writeEach(Catalogue.SPANS_DROPPED, health.spansDropped(), snapshots);
    writeEach(Catalogue.POWER_ERRORS, health.powerErrors(), snapshots);
    health
        .shared()
        .forEach((device, reasons) -> reasons.forEach(why -> writeShared(device, why, snapshots)));
    health.hooks().forEach((hook, installed) -> writeHook(hook, installed, snapshots));
    health.engines().forEach((engine, metered) -> writeEngine(engine, metered, snapshots));
    health.rules().forEach((rule, unmatched) -> writeRule(rule, unmatched, snapshots));
  }

  static void write(ReceiptLogStatus log, SnapshotBuilder snapshots) {
    snapshots.put(Catalogue.RECEIPTS_WRITTEN, Catalogue.RECEIPTS_WRITTEN.label(), log.written());
    writeEach(Catalogue.RECEIPTS_LOST, log.lost(), snapshots);
  }

  private static void writeEach(
      Metric metric, Map<String, Long> byReason, SnapshotBuilder snapshots) {
    byReason.forEach((reason, count) -> snapshots.put(metric, metric.label(reason), count));
  }

  private static void writeShared(String device, String reason, SnapshotBuilder snapshots) {
    snapshots.put(Catalogue.DEVICE_SHARED, Catalogue.DEVICE_SHARED.label(device, reason), 1);
  }

  private static void writeEngine(String engine, boolean metered, SnapshotBuilder snapshots) {
    String state = metered ? "metered" : "not_metered";
    snapshots.put(Catalogue.ENGINE_SEEN, Catalogue.ENGINE_SEEN.label(engine, state), 1);
  }

  private static void writeRule(
      AgentHealth.RuleName rule, boolean unmatched, SnapshotBuilder snapshots) {
    snapshots.put(
        Catalogue.RULE_UNMATCHED,
        Catalogue.RULE_UNMATCHED.label(rule.kind(), rule.name()),
        unmatched ? 1 : 0);
  }

  private static void writeHook(String hook, boolean installed, SnapshotBuilder snapshots) {
    snapshots.put(
        Catalogue.HOOK_INSTALLED, Catalogue.HOOK_INSTALLED.label(hook), installed ? 1 : 0);
  }
}
