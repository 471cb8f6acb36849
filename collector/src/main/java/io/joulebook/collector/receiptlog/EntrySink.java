package io.joulebook.collector.receiptlog;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.Statement;

/** Takes what the lines of a file say, one at a time. */
public interface EntrySink {
  void receipt(Receipt receipt);

  void statement(Statement statement);

  /** What holds of the lines below, until the next head. */
  void head(FileHead head);

  void gap(Gap gap);
}
