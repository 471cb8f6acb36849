/** The one catalogue of metric names, the series behind them, and how they are written out. */
@NullMarked
package io.joulebook.collector.metrics;

import org.jspecify.annotations.NullMarked;
