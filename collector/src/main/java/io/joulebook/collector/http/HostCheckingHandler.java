package io.joulebook.collector.http;

import java.util.Optional;
import java.util.function.Consumer;

/** A site that answers only who asks for it by one of its names; says once whom it refused. */
final class HostCheckingHandler implements HttpHandler {
  private final HttpHandler site;
  private final ServedNames names;
  private final Consumer<String> say;
  private boolean said;

  HostCheckingHandler(HttpHandler site, ServedNames names, Consumer<String> say) {
    this.site = site;
    this.names = names;
    this.say = say;
  }

  @Override
  public Optional<Response> answer(Request request) {
    return request.host().filter(host -> !names.serve(host)).isPresent()
        ? Optional.of(refuse(request.host().get()))
        : site.answer(request);
  }

  private Response refuse(String host) {
    String shown = Response.cut(host);
    String why = "metrics are not served to who asks for host " + shown;
    if (!said) {
      said = true;
      say.accept(why + ": if that is a name of this machine, set metrics.hosts=" + shown);
    }
    return Response.text(
        "421 Misdirected Request",
        why + "; if that is a name of this machine, add it to metrics.hosts");
  }
}
