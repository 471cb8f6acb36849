/**
 * What inference cost in a period, computed from the receipts and the history of intensities: the
 * same figures as the agent's counters, and what has become known since.
 */
@NullMarked
package io.joulebook.collector.report;

import org.jspecify.annotations.NullMarked;
