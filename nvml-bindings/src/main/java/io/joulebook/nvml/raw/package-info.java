/**
 * libnvidia-ml exactly as its header spells it: C names, C constants, C layouts, return codes as
 * ints.
 *
 * <p>Only {@code io.joulebook.nvml} imports this package; everything above it speaks Java names.
 */
@NullMarked
package io.joulebook.nvml.raw;

import org.jspecify.annotations.NullMarked;
