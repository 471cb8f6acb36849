/** Reads configuration: trees of YAML and lengths of time. */
@NullMarked
package io.joulebook.collector.config;

import org.jspecify.annotations.NullMarked;
