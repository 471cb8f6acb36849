package io.joulebook.agent.config;

import io.joulebook.collector.Glob;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule that names models, and may say where they run.
 *
 * @param engine a glob for the engine; empty matches all
 * @param path a glob for the model's path or file name; empty matches all
 * @param type a glob for the class that is hooked; empty matches all
 * @param name the model's name; empty leaves it as it is found
 * @param device where it runs, if the library cannot tell: {@code gpu} for all metered GPUs, {@code
 *     cpu}, or a GPU's UUID
 */
public record ModelRule(
    Optional<String> engine,
    Optional<String> path,
    Optional<String> type,
    Optional<String> name,
    Optional<String> device) {
  /** What it matches, as it is written. */
  public String watched() {
    return Stream.of(
            engine.map(glob -> "engine=" + glob),
            path.map(glob -> "path=" + glob),
            type.map(glob -> "class=" + glob))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }

  /** Whether the rule is about this model. */
  public boolean matches(String itsEngine, String itsPath, String itsType) {
    return glob(engine, itsEngine) && glob(path, itsPath) && glob(type, itsType);
  }

  private static boolean glob(Optional<String> glob, String text) {
    return glob.isEmpty() || Glob.of(glob.get()).matches(text);
  }
}
