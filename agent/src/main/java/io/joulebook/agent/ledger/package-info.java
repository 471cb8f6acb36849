/**
 * The ledger of joules: call events and energy intervals in, settled calls and settled intervals
 * out. Pure: no threads, no clock, no I/O. Times are nanoseconds of one monotonic clock, energies
 * microjoules. Not thread-safe: one thread owns a ledger.
 */
@NullMarked
package io.joulebook.agent.ledger;

import org.jspecify.annotations.NullMarked;
