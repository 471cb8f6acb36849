/** What the endpoint serves: the metrics, the page for people, the runbooks. */
@NullMarked
package io.joulebook.collector.page;

import org.jspecify.annotations.NullMarked;
