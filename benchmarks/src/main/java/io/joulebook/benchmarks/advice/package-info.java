/** What one metered call costs. */
@NullMarked
package io.joulebook.benchmarks.advice;

import org.jspecify.annotations.NullMarked;
