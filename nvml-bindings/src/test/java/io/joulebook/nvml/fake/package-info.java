/**
 * Machines with NVIDIA GPUs that do not exist: a real shared library, compiled when first needed,
 * whose sensors, faults and clock a test drives from any process through a mapped file.
 */
@NullMarked
package io.joulebook.nvml.fake;

import org.jspecify.annotations.NullMarked;
