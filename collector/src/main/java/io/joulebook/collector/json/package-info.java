/** JSON as it crosses the border: read strictly, written on one line. */
@NullMarked
package io.joulebook.collector.json;

import org.jspecify.annotations.NullMarked;
