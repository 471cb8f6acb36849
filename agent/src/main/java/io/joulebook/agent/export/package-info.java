/** Turns what the ledger settles into what the collector takes: receipts and statements. */
@NullMarked
package io.joulebook.agent.export;

import org.jspecify.annotations.NullMarked;
