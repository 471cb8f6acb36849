package io.joulebook.collector.server;

/** What an endpoint serves. Asked by the endpoint's one thread, so it must not wait. */
@FunctionalInterface
interface Site {
  Response answer(Request request);
}
