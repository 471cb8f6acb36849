/** The README's program, held to what the README says. */
@NullMarked
package io.joulebook.nvml.readme;

import org.jspecify.annotations.NullMarked;
