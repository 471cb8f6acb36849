/**
 * Live feeds of grid intensity: how each is asked, what it may answer, and when it is asked again.
 */
@NullMarked
package io.joulebook.collector.feed;

import org.jspecify.annotations.NullMarked;
