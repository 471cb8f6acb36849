package io.joulebook.benchmarks.accuracy;

/**
 * A call begins or ends on a GPU.
 *
 * @param time when, by the monotonic clock
 * @param call the call's number
 * @param model what was called
 * @param gpu the index of the GPU
 * @param begin whether it begins
 */
record Change(long time, int call, Model model, int gpu, boolean begin) {}
