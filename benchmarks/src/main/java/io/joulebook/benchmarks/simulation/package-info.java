/** How right the ledger is on simulated devices, in virtual time, over many seeds. */
@NullMarked
package io.joulebook.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
