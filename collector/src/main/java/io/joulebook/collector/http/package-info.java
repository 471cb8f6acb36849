/** A small HTTP endpoint inside the host's process: connections, TLS, who may read. */
@NullMarked
package io.joulebook.collector.http;

import org.jspecify.annotations.NullMarked;
