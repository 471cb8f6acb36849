/** Reads the agent's metrics and prints what each model cost. */
@NullMarked
package io.joulebook.examples.report;

import org.jspecify.annotations.NullMarked;
