package io.joulebook.agent.whole.app;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.io.IOException;

/** Runs things within a span of OpenTelemetry's API, without its SDK. */
public final class WithinSpan {
  public static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";

  private WithinSpan() {}

  /** Something that a handler does. */
  public interface Work {
    void run() throws IOException;
  }

  static void run(Work work) throws IOException {
    SpanContext context =
        SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
    try (Scope current = Span.wrap(context).makeCurrent()) {
      assert current != null;
      work.run();
    }
  }
}
