package io.joulebook.agent.config;

import java.util.Optional;

/**
 * A key's value and where it came from.
 *
 * @param key the key
 * @param text the value as it was written; empty if there is none
 * @param value the value; empty if there is none
 * @param origin where it came from
 * @param place the place as the user wrote it there
 * @param <T> the value's type
 */
public record Resolved<T>(
    String key, Optional<String> text, Optional<T> value, Origin origin, String place) {}
