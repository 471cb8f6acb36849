package io.joulebook.collector.report;

import io.joulebook.collector.json.JsonLine;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.Gap;

/** What a report was made from, as JSON: its files, who wrote them, and what they lack. */
final class JsonTrail {
  private final JsonLine json;

  JsonTrail(JsonLine json) {
    this.json = json;
  }

  void write(ReceiptTrail trail) {
    files(trail);
    writers(trail);
    gaps(trail);
  }

  private void files(ReceiptTrail trail) {
    json.openList("files");
    trail
        .files()
        .forEach(
            (file, count) ->
                json.element()
                    .put("file", file.toString())
                    .put("lines", count.lines())
                    .put("damagedLines", count.damaged())
                    .close());
    json.closeList();
  }

  private void writers(ReceiptTrail trail) {
    json.openList("writers");
    for (FileHead head : trail.heads()) {
      json.element()
          .put("run", head.run())
          .put("at", head.at().toString())
          .put("version", head.version())
          .openObject("configuration");
      head.configuration().forEach(json::put);
      json.close().close();
    }
    json.closeList();
  }

  private void gaps(ReceiptTrail trail) {
    json.openList("gaps");
    for (Gap gap : trail.gaps()) {
      json.element()
          .put("from", gap.from().toString())
          .put("to", gap.to().toString())
          .put("reason", gap.reason())
          .put("lostReceipts", gap.receipts())
          .put("lostStatements", gap.statements())
          .close();
    }
    json.closeList();
  }
}
