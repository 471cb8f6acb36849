/**
 * Energy and power of NVIDIA GPUs: open a session with {@link io.joulebook.nvml.Nvml}, read a
 * {@link io.joulebook.nvml.Gpu}.
 */
@NullMarked
package io.joulebook.nvml;

import org.jspecify.annotations.NullMarked;
