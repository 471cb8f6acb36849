/** What feeds have said and what was made of it, in the order in which it became known, on disk. */
@NullMarked
package io.joulebook.collector.history;

import org.jspecify.annotations.NullMarked;
