/** What a card and its driver do that no document tells: the figures that the method rests on. */
@NullMarked
package io.joulebook.benchmarks.device;

import org.jspecify.annotations.NullMarked;
