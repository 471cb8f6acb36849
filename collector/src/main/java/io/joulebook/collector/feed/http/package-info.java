/** The HTTP client of the feeds: deadlines, limits, secrets, the hosts that may be asked. */
@NullMarked
package io.joulebook.collector.feed.http;

import org.jspecify.annotations.NullMarked;
