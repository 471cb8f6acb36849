package io.joulebook.benchmarks.startup;

/**
 * What one start cost.
 *
 * @param wallMillis from start to end, or to the first response
 * @param cpuMillis until the end
 * @param mebibytes resident memory: the highest, or a second after the last request
 * @param threads Java threads
 * @param linesOnStderr lines that it wrote there
 * @param filesLeft files left in its home and temporary folder
 */
record Sample(
    double wallMillis,
    double cpuMillis,
    double mebibytes,
    long threads,
    long linesOnStderr,
    long filesLeft) {}
