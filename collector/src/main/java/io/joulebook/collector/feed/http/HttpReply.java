package io.joulebook.collector.feed.http;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What of an HTTP response matters to feeds.
 *
 * @param status its status
 * @param contentType the header {@code Content-Type}
 * @param encoding the header {@code Content-Encoding}
 * @param retryAfter the header {@code Retry-After}
 * @param body its body; empty if the status is not 200
 * @param whole whether the body is all there
 */
record HttpReply(
    int status,
    Optional<String> contentType,
    Optional<String> encoding,
    Optional<String> retryAfter,
    ByteBuffer body,
    boolean whole) {}
