package io.joulebook.collector.report;

import io.joulebook.collector.Receipt;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.usage.CallUsage;
import io.joulebook.collector.usage.TraceIds;

/** The sums of some calls of a period: their usage, and their energy by time, to be priced. */
final class CallSums {
  final CallUsage usage;
  final Energies energies = new Energies();

  /** The requests that measured calls belong to, where they are seen. */
  final TraceIds requests = new TraceIds();

  /** With no call in it. */
  CallSums(Footprint footprint) {
    usage = new CallUsage(footprint, requests);
  }

  void enter(Receipt receipt) {
    usage.enter(receipt);
    receipt
        .charges()
        .forEach(
            charge ->
                energies.add(charge.device().source(), charge.total(), charge.from(), charge.to()));
  }
}
