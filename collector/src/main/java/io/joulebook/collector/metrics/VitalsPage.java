package io.joulebook.collector.metrics;

import io.joulebook.collector.ReceiptLogStatus;
import io.joulebook.collector.Vitals;
import java.util.Map;

/** How the meter itself is doing, as metrics. */
final class VitalsPage {
  private VitalsPage() {}

  static void write(Vitals vitals, Sheet sheet) {
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

  static void write(ReceiptLogStatus log, Sheet sheet) {
    sheet.put(Catalogue.RECEIPTS_WRITTEN, Catalogue.RECEIPTS_WRITTEN.label(), log.written());
    writeEach(Catalogue.RECEIPTS_LOST, log.lost(), sheet);
  }

  private static void writeEach(Metric metric, Map<String, Long> byReason, Sheet sheet) {
    byReason.forEach((reason, count) -> sheet.put(metric, metric.label(reason), count));
  }

  private static void writeShared(String device, String reason, Sheet sheet) {
    sheet.put(Catalogue.DEVICE_SHARED, Catalogue.DEVICE_SHARED.label(device, reason), 1);
  }

  private static void writeHook(String hook, boolean installed, Sheet sheet) {
    sheet.put(Catalogue.HOOK_INSTALLED, Catalogue.HOOK_INSTALLED.label(hook), installed ? 1 : 0);
  }
}
