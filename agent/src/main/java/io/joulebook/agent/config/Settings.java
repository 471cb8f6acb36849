package io.joulebook.agent.config;

import io.joulebook.collector.ConfiguredPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration in force. Immutable and safe to share once resolved.
 *
 * <p>Precedence: agent argument, system property, environment, file, default. A value that cannot
 * be used is one complaint, and the default holds.
 */
public final class Settings {
  /** What is shorter may stand in any message by chance. */
  private static final int SHORTEST_HIDDEN = 6;

  private final Map<String, Resolved<?>> resolved = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final Set<String> refusedKeys = new HashSet<>();
  private final List<ModelRule> models;
  private final Map<String, Object> trees;
  private final Optional<String> file;
  private final boolean fileRead;
  private final boolean fileEmpty;
  private final Set<String> ignored;

  private Settings(Inputs inputs) {
    Map<String, String> arguments = inputs.argumentPairs();
    file = new Layers(arguments, inputs, ConfigFile.none()).find(Keys.FILE).map(Layers.Found::text);
    ConfigFile read =
        file.map(path -> ConfigFile.read(path, inputs.files())).orElseGet(ConfigFile::none);
    fileRead = read.isRead;
    fileEmpty = read.isEmpty;
    ignored = Set.copyOf(read.ignored);
    complaints.addAll(read.complaints);
    models = List.copyOf(read.models);
    trees = Map.copyOf(read.trees);
    Layers layers = new Layers(arguments, inputs, read);
    Keys.all().forEach(setting -> resolved.put(setting.key(), resolve(setting, layers)));
    complaints.addAll(layers.unknownKeys());
  }

  /** Resolves all keys. */
  public static Settings resolve(Inputs inputs) {
    return new Settings(inputs);
  }

  private <T> Resolved<T> resolve(Setting<T> setting, Layers layers) {
    Optional<Layers.Found> found = layers.find(setting.key()).filter(f -> isAllowed(setting, f));
    if (found.isPresent()) {
      try {
        T value = setting.parser().apply(found.get().text());
        setting
            .refused()
            .apply(found.get().text())
            .forEach(part -> complaints.add(partial(setting, found.get(), part)));
        return new Resolved<>(
            setting.key(),
            Optional.of(shown(setting, found.get())),
            Optional.of(value),
            found.get().origin(),
            found.get().place());
      } catch (RuntimeException refused) {
        complaints.add(complaint(setting, found.get(), refused));
        refusedKeys.add(setting.key());
      }
    }
    Optional<T> fallback = setting.fallback().map(setting.parser());
    return new Resolved<>(
        setting.key(), setting.fallback(), fallback, Origin.DEFAULT, Origin.DEFAULT.text());
  }

  // A command line can be read by everyone on the host.
  private boolean isAllowed(Setting<?> setting, Layers.Found found) {
    boolean exposed = found.origin() == Origin.ARGUMENT || found.origin() == Origin.PROPERTY;
    if (setting.secret() && exposed) {
      complaints.add(
          setting.key()
              + " ("
              + found.place()
              + ") is a secret and may not stand on a command line: ignored; set "
              + Inputs.environmentName(setting.key())
              + " or "
              + setting.key()
              + ".file");
      return false;
    }
    return true;
  }

  private static String shown(Setting<?> setting, Layers.Found found) {
    if (setting.secret()) {
      return "(secret)";
    }
    return found.isShown() ? setting.shown().apply(found.text()) : MisplacedSecret.NOT_SHOWN;
  }

  private static String complaint(Setting<?> setting, Layers.Found found, RuntimeException why) {
    return setting.key()
        + "=\""
        + shown(setting, found)
        + "\" ("
        + found.place()
        + ") is not allowed: it must be "
        + setting.allowed()
        + suggestion(found, why)
        + "; using "
        + setting.fallback().map(text -> "the default " + text).orElse("none");
  }

  private static String partial(Setting<?> setting, Layers.Found found, String part) {
    return setting.key()
        + " ("
        + found.place()
        + "): "
        + (found.isShown() ? part : MisplacedSecret.NOT_SHOWN)
        + "; allowed are "
        + setting.allowed()
        + "; the other entries hold";
  }

  // A parser of the collector's says more, e.g. which zone may have been meant.
  private static String suggestion(Layers.Found found, RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return found.isShown() && message.contains("'") ? " (" + message + ")" : "";
  }

  /** The value of a key; empty only for keys without a default that nobody set. */
  @SuppressWarnings("unchecked")
  public <T> Optional<T> get(Setting<T> setting) {
    Resolved<?> found = resolved.get(setting.key());
    return found == null ? Optional.empty() : (Optional<T>) found.value();
  }

  /** The value of a key as it may be shown; empty if it has none. */
  public Optional<String> text(Setting<?> setting) {
    Resolved<?> found = resolved.get(setting.key());
    return found == null ? Optional.empty() : found.text();
  }

  /** The path that a key has, and what messages may say of it; empty if nobody set it. */
  Optional<ConfiguredPath> path(Setting<String> setting) {
    String shown = text(setting).orElse("");
    return get(setting).map(text -> path(setting.key(), text, shown));
  }

  private ConfiguredPath path(String key, String text, String shown) {
    String place = Optional.ofNullable(resolved.get(key)).map(Resolved::place).orElse("");
    return new ConfiguredPath(Path.of(text), key + "=\"" + shown + "\" (" + place + ")");
  }

  /** A message without the values that may not be shown: a path may have a key in it, and a URL. */
  public String hide(String message) {
    String text = message;
    for (Resolved<?> each : resolved.values()) {
      String raw = each.value().map(String::valueOf).orElse("");
      String shown = each.text().orElse(raw);
      if (raw.length() >= SHORTEST_HIDDEN && !shown.equals(raw)) {
        text = text.replace(raw, shown);
        String folder = raw.substring(0, Math.max(0, raw.lastIndexOf('/')));
        text = MisplacedSecret.mayBeIn(folder) ? text.replace(folder, shown) : text;
      }
    }
    return text;
  }

  /** The value of a key that has a default. */
  public <T> T require(Setting<T> setting) {
    return get(setting).orElseThrow(() -> new IllegalStateException(setting.key() + " is unset"));
  }

  /** The path of the configuration file, as it was given. */
  public Optional<String> file() {
    return file;
  }

  /** Whether the configuration file, if there is one, could be read as a map of YAML. */
  public boolean isFileRead() {
    return fileRead;
  }

  /** Whether the configuration file is there and has nothing in it, or comments only. */
  public boolean isFileEmpty() {
    return fileEmpty;
  }

  /** Whether the configuration file has that key, with a value that could not be used at all. */
  boolean isIgnored(String key) {
    return ignored.contains(key);
  }

  /** Whether a key was set, to a value that could not be used. */
  boolean isRefused(Setting<?> setting) {
    return refusedKeys.contains(setting.key());
  }

  /** Whether a complaint is about the configuration file itself. */
  public static boolean isOfFile(String complaint) {
    return complaint.startsWith(ConfigFile.BEGIN);
  }

  /** The rules that name models, in order. */
  public List<ModelRule> models() {
    return models;
  }

  /** What the configuration file has under a key whose value is a tree of YAML. */
  Optional<Object> tree(String key) {
    return Optional.ofNullable(trees.get(key));
  }

  /** Each key to show to people: the options of single feeds only where they are set. */
  public List<Resolved<?>> shown() {
    return resolved.values().stream()
        .filter(key -> !key.key().startsWith(Keys.FEED_PREFIX) || key.value().isPresent())
        .toList();
  }

  /** Each key as it was resolved. */
  public List<Resolved<?>> all() {
    return List.copyOf(resolved.values());
  }

  /** One line for each value that could not be used and each key that is not known. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
