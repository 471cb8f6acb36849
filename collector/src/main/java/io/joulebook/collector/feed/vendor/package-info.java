/** The live feeds that there are, one file each, and what the settings make of them. */
@NullMarked
package io.joulebook.collector.feed.vendor;

import org.jspecify.annotations.NullMarked;
