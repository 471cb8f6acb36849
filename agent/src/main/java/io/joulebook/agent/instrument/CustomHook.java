package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A method of the host to be metered as a call of a model.
 *
 * @param type the class's binary name
 * @param method the method's name; all overloads are metered
 * @param model the model's name
 */
public record CustomHook(String type, String method, String model) {
  public static final String ALLOWED = "CLASS#METHOD=MODEL, several with ; between them";

  private static final Pattern TYPE = Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*");
  private static final Pattern OF_JDK = Pattern.compile("(java|jdk|sun)\\..*");

  /** Kotlin's compiler puts a hyphen into names of methods with parameters of value classes. */
  private static final Pattern METHOD = Pattern.compile("[\\p{L}_$][\\w$-]*");

  private static final String CONSTRUCTOR = "<init>";

  /**
   * The entries that are right; {@link #refused} says which are not. Throws if none is.
   *
   * @throws IllegalArgumentException that says why the first is wrong
   */
  public static List<CustomHook> parse(String text) {
    List<CustomHook> hooks = new ArrayList<>();
    for (String entry : entries(text)) {
      if (!isRefused(entry)) {
        hooks.add(parseOne(entry));
      }
    }
    return hooks.isEmpty() ? entries(text).stream().map(CustomHook::parseOne).toList() : hooks;
  }

  private static boolean isRefused(String entry) {
    return !refused(entry).isEmpty();
  }

  /** What is wrong with the entries that are not right: one text each. */
  public static List<String> refused(String text) {
    List<String> refused = new ArrayList<>();
    for (String entry : entries(text)) {
      try {
        parseOne(entry);
      } catch (IllegalArgumentException wrong) {
        refused.add(String.valueOf(wrong.getMessage()));
      }
    }
    return refused;
  }

  private static List<String> entries(String text) {
    return Stream.of(text.split(";", -1)).map(String::trim).filter(e -> !e.isEmpty()).toList();
  }

  private static CustomHook parseOne(String text) {
    int hash = text.indexOf('#');
    int equals = text.indexOf('=', hash);
    if (hash <= 0 || equals <= hash) {
      throw new IllegalArgumentException("'" + text + "' is not one");
    }
    String type = text.substring(0, hash).trim();
    String method = text.substring(hash + 1, equals).trim();
    String model = text.substring(equals + 1).trim();
    if (method.equals(CONSTRUCTOR)) {
      throw new IllegalArgumentException(
          "'" + text + "' names a constructor: meter the method that calls it");
    }
    if (!TYPE.matcher(type).matches() || !METHOD.matcher(method).matches() || model.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' is not one");
    }
    if (OF_JDK.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "'" + type + "' is a class of the JDK, which is not hooked");
    }
    return new CustomHook(type, method, model);
  }

  /** The hook's name in metrics and messages. */
  public String name() {
    return type + "#" + method;
  }
}
