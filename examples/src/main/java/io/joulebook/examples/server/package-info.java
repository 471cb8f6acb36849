/** A small embedding server: sentences in, vectors out, over HTTP and JSON. */
@NullMarked
package io.joulebook.examples.server;

import org.jspecify.annotations.NullMarked;
