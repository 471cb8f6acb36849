/** The collector put together, in process, and its HTTP endpoint. */
@NullMarked
package io.joulebook.collector.server;

import org.jspecify.annotations.NullMarked;
