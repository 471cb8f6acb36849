package io.joulebook.collector.metrics;

import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.ReceiptLogStatus;
import java.util.Map;

/** How the meter itself is doing, as metrics. */
final class AgentHealthMetrics {
  private AgentHealthMetrics() {}

  static void write(AgentHealth vitals, SnapshotBuilder sheet) {
    sheet.put(
        Catalogue.CALLS_UNSETTLED, Catalogue.CALLS_UNSETTLED.label(), vitals.callsUnsettled());
    sheet.put(Catalogue.AGENT_CPU, Catalogue.AGENT_CPU.label(), vitals.agentCpuNanos());
    writeEach(Catalogue.SPANS_DROPPED, vitals.spansDropped(), sheet);
    writeEach(Catalogue.POWER_ERRORS, vitals.powerErrors(), sheet);
    vitals
        .shared()
        .forEach((device, reasons) -> reasons.forEach(why -> writeShared(device, why, sheet)));
    vitals.hooks().forEach((hook, installed) -> writeHook(hook, installed, sheet));
  }

  static void write(ReceiptLogStatus log, SnapshotBuilder sheet) {
    sheet.put(Catalogue.RECEIPTS_WRITTEN, Catalogue.RECEIPTS_WRITTEN.label(), log.written());
    writeEach(Catalogue.RECEIPTS_LOST, log.lost(), sheet);
  }

  private static void writeEach(Metric metric, Map<String, Long> byReason, SnapshotBuilder sheet) {
    byReason.forEach((reason, count) -> sheet.put(metric, metric.label(reason), count));
  }

  private static void writeShared(String device, String reason, SnapshotBuilder sheet) {
    sheet.put(Catalogue.DEVICE_SHARED, Catalogue.DEVICE_SHARED.label(device, reason), 1);
  }

  private static void writeHook(String hook, boolean installed, SnapshotBuilder sheet) {
    sheet.put(Catalogue.HOOK_INSTALLED, Catalogue.HOOK_INSTALLED.label(hook), installed ? 1 : 0);
  }
}
