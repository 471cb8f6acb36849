package io.joulebook.collector.http;

import java.util.Optional;

/** What an endpoint serves. Asked by the endpoint's one thread, so it must not wait. */
@FunctionalInterface
public interface HttpHandler {
  /** The answer; empty if it is not known yet, and the endpoint is woken when it may be. */
  Optional<Response> answer(Request request);
}
