/**
 * Wires the core together: settings, hooks, power, ledger, collector; and runs the one thread that
 * keeps the books. Whatever fails in here ends in one line on stderr and a host that runs on.
 */
@NullMarked
package io.joulebook.agent.runtime;

import org.jspecify.annotations.NullMarked;
