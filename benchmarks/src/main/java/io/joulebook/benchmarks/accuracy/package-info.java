/** How well the agent's books match the truth, on fake GPUs whose true power is known. */
@NullMarked
package io.joulebook.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
