/**
 * What the agent tells the collector, and the entry point that receives it: receipts (what one call
 * cost), statements (what each account of a device received) and health (how the meter is doing).
 */
@NullMarked
package io.joulebook.collector;

import org.jspecify.annotations.NullMarked;
