/** Sends real sentences to the embedding server. */
@NullMarked
package io.joulebook.examples.load;

import org.jspecify.annotations.NullMarked;
