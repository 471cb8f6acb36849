/** Live feeds: what a feed is, when it is asked, and which of its readings are taken. */
@NullMarked
package io.joulebook.collector.feed;

import org.jspecify.annotations.NullMarked;
