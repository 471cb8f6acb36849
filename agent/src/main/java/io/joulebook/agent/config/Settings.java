package io.joulebook.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration in force. Immutable and safe to share once resolved.
 *
 * <p>Precedence: agent argument, system property, environment, file, default. A value that cannot
 * be used is one complaint, and the default holds.
 */
public final class Settings {
  private final Map<String, Resolved<?>> resolved = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<ModelRule> models;

  private Settings(Inputs inputs) {
    Map<String, String> arguments = inputs.argumentPairs();
    ConfigFile file = file(inputs, arguments);
    complaints.addAll(file.complaints);
    models = List.copyOf(file.models);
    Layers layers = new Layers(arguments, inputs, file);
    Keys.all().forEach(setting -> resolved.put(setting.key(), resolve(setting, layers)));
    complaints.addAll(layers.unknownKeys());
  }

  /** Resolves all keys. */
  public static Settings resolve(Inputs inputs) {
    return new Settings(inputs);
  }

  private static ConfigFile file(Inputs inputs, Map<String, String> arguments) {
    Layers withoutFile = new Layers(arguments, inputs, ConfigFile.none());
    return withoutFile
        .find(Keys.FILE)
        .map(found -> ConfigFile.read(found.text(), inputs.files()))
        .orElseGet(ConfigFile::none);
  }

  private <T> Resolved<T> resolve(Setting<T> setting, Layers layers) {
    Optional<Layers.Found> found = layers.find(setting.key());
    if (found.isPresent()) {
      try {
        T value = setting.parser().apply(found.get().text());
        return new Resolved<>(
            setting.key(),
            Optional.of(found.get().text()),
            Optional.of(value),
            found.get().origin());
      } catch (RuntimeException refused) {
        complaints.add(complaint(setting, found.get(), refused));
      }
    }
    Optional<T> fallback = setting.fallback().map(setting.parser());
    return new Resolved<>(setting.key(), setting.fallback(), fallback, Origin.DEFAULT);
  }

  private static String complaint(Setting<?> setting, Layers.Found found, RuntimeException why) {
    return setting.key()
        + "=\""
        + found.text()
        + "\" ("
        + found.place()
        + ") is not allowed: it must be "
        + setting.allowed()
        + suggestion(why)
        + "; using "
        + setting.fallback().map(text -> "the default " + text).orElse("none");
  }

  // A parser of the collector's says more, e.g. which zone may have been meant.
  private static String suggestion(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return message.contains("'") ? " (" + message + ")" : "";
  }

  /** The value of a key; empty only for keys without a default that nobody set. */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> get(Setting<T> setting) {
    Resolved<?> found = resolved.get(setting.key());
    return found == null ? Optional.empty() : (Optional<T>) found.value();
  }

  /** The value of a key that has a default. */
  public <T> T require(Setting<T> setting) {
    return get(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " is unset"));
  }

  /** The rules that name models, in order. */
  public List<ModelRule> models() {
    return models;
  }

  /** Each key as it was resolved, for {@code doctor}. */
  public List<Resolved<?>> all() {
    return List.copyOf(resolved.values());
  }

  /** One line for each value that could not be used and each key that is not known. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
