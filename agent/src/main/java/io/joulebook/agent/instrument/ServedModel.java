package io.joulebook.agent.instrument;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server calls a model: its id, and its version after a colon if it has one. */
final class ServedModel {
  private final PublicMethod[] ids;
  private final PublicMethod version;

  /**
   * For models of that type.
   *
   * @param type a public type with a {@code getVersion}
   * @param ids the methods for a model's id, by version of the server
   */
  ServedModel(String type, String... ids) {
    this.ids = Stream.of(ids).map(id -> new PublicMethod(type, id)).toArray(PublicMethod[]::new);
    version = new PublicMethod(type, "getVersion");
  }

  /** The model's name; empty if it tells none. */
  String name(@Nullable Object model) {
    String id = first(ids, model);
    String itsVersion = first(new PublicMethod[] {version}, model);
    return id.isEmpty() || itsVersion.isEmpty() ? id : id + ":" + itsVersion;
  }

  private static String first(PublicMethod[] methods, @Nullable Object model) {
    return Stream.of(methods)
        .map(method -> method.apply(model))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .findFirst()
        .orElse("");
  }
}
