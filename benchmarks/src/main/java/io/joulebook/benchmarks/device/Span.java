package io.joulebook.benchmarks.device;

/** A stretch of a check, in nanoseconds. */
record Span(long from, long to) {}
