package io.joulebook.benchmarks.device;

/** The GPU had work from one time to another, in nanoseconds. */
record Burst(long begin, long end) {}
