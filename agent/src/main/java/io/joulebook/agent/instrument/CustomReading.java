package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What an entry of {@code hooks.custom} says of its calls besides the model's name, as {@code
 * KEY=VALUE} with blanks between them.
 *
 * @param items where their number stands; a call without is of one
 * @param inputTokens where the tokens that were read stand
 * @param outputTokens where the tokens that were made stand
 * @param model where the model's name stands
 * @param device where it runs
 * @param waits whether the method only waits for calls that are metered themselves
 */
record CustomReading(
    Optional<ValuePath> items,
    Optional<ValuePath> inputTokens,
    Optional<ValuePath> outputTokens,
    Optional<ValuePath> model,
    Placement device,
    boolean waits) {
  private static final String DEVICE = "device";
  private static final String WAITS = "waits";
  private static final List<String> PATHS =
      List.of("items", "inputTokens", "outputTokens", "model");
  private static final String KEYS = String.join(", ", PATHS) + ", " + DEVICE + " and " + WAITS;
  private static final Pattern ORDINALS = Pattern.compile("(gpu)?\\d{1,4}(\\+(gpu)?\\d{1,4})*");
  private static final Pattern PLUS = Pattern.compile("\\+");

  /** Nothing. */
  static final CustomReading NONE = of(Map.of());

  /**
   * Of those words.
   *
   * @throws IllegalArgumentException that says which is wrong, and what is allowed
   */
  static CustomReading parse(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      String key = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 || !isKey(key) || values.containsKey(key)) {
        throw new IllegalArgumentException(
            "'" + word + "' is not KEY=VALUE; allowed are " + KEYS + ", each once");
      }
      values.put(key, word.substring(equals + 1));
    }
    return of(values);
  }

  /**
   * Refuses names of models in which a key has lost its value, or its name.
   *
   * @throws IllegalArgumentException that says so
   */
  static void checkName(String entry, String name) {
    for (String word : name.split(" ", -1)) {
      int equals = word.indexOf('=');
      boolean isKey = equals >= 0 && isKey(word.substring(0, equals));
      if (isKey || (word.equals(WAITS) && !word.equals(name))) {
        throw new IllegalArgumentException(
            "'"
                + entry
                + "' is not one: '"
                + word
                + "' stands where the model's name should, or lacks its value");
      }
    }
  }

  private static boolean isKey(String key) {
    return PATHS.contains(key) || key.equals(DEVICE) || key.equals(WAITS);
  }

  private static CustomReading of(Map<String, String> values) {
    List<Optional<ValuePath>> paths = new ArrayList<>();
    PATHS.forEach(key -> paths.add(Optional.ofNullable(values.get(key)).map(ValuePath::parse)));
    if (paths.get(3).filter(ValuePath::isOfResult).isPresent()) {
      throw new IllegalArgumentException(
          "'model=" + values.get("model") + "' is told too late: allowed are this, arg0 and so on");
    }
    return new CustomReading(
        paths.get(0),
        paths.get(1),
        paths.get(2),
        paths.get(3),
        Optional.ofNullable(values.get(DEVICE))
            .map(CustomReading::device)
            .orElse(Placement.UNKNOWN),
        Optional.ofNullable(values.get(WAITS)).map(CustomReading::isTrue).orElse(false));
  }

  private static Placement device(String text) {
    if (text.equals("cpu")) {
      return new Placement.Elsewhere("hooks.custom says device=cpu");
    }
    if (ORDINALS.matcher(text).matches()) {
      Set<Integer> ordinals = new TreeSet<>();
      PLUS.splitAsStream(text.replace("gpu", "")).map(Integer::valueOf).forEach(ordinals::add);
      return new Placement.CudaDevices(ordinals);
    }
    if (!Placement.isNames(text)) {
      throw new IllegalArgumentException(
          "'device="
              + text
              + "' is none; allowed are CUDA ordinals such as 0 or 0+1, "
              + Placement.NAMES);
    }
    return new Placement.Named(text);
  }

  private static boolean isTrue(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("'waits=" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }

  /** Whether anything is to be read of each call. */
  boolean readsCalls() {
    return items.isPresent()
        || inputTokens.isPresent()
        || outputTokens.isPresent()
        || model.isPresent();
  }
}
