package io.joulebook.agent.instrument;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a server has put into a queue for other threads to answer, several at once: a
 * request is found by what the library is given for it. Inputs are held weakly. Thread-safe.
 */
final class QueuedRequests {
  private final WeakIdentityMap<Queued> queued = new WeakIdentityMap<>();

  /**
   * A request, as far as it is known.
   *
   * @param model what the server calls the model; empty if it does not tell
   */
  private record Queued(
      String model, @Nullable Object trace, @Nullable Object route, @Nullable Object id) {}

  /** A request is queued. */
  void add(
      Object input,
      String model,
      @Nullable Object trace,
      @Nullable Object route,
      @Nullable Object id) {
    queued.put(input, new Queued(model, trace, route, id));
  }

  /**
   * What the server calls the model that answers these inputs; empty if they do not come from a
   * server.
   */
  Optional<String> model(@Nullable Object inputs) {
    return inputs != null && PlainCollections.isList(inputs)
        ? ((List<?>) inputs)
            .stream()
                .filter(input -> input != null)
                .map(queued::get)
                .filter(request -> request != null && !request.model().isEmpty())
                .map(Queued::model)
                .findFirst()
        : Optional.empty();
  }

  /**
   * The requests of these inputs, as the bridge takes them; null if none of them comes from a
   * server.
   */
  @Nullable Object @Nullable [] requests(Object inputs) {
    if (!PlainCollections.isList(inputs)) {
      return null;
    }
    List<?> all = (List<?>) inputs;
    @Nullable Object[] found = new Object[3 * all.size()];
    boolean any = false;
    for (int i = 0; i < all.size(); i++) {
      Object input = all.get(i);
      Queued request = input == null ? null : queued.get(input);
      if (request != null) {
        found[3 * i] = request.trace();
        found[3 * i + 1] = request.route();
        found[3 * i + 2] = request.id();
        any = true;
      }
    }
    return any ? found : null;
  }
}
