/** The collector put together, in process. */
@NullMarked
package io.joulebook.collector.local;

import org.jspecify.annotations.NullMarked;
