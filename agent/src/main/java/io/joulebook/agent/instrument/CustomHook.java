package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
  private static final Pattern METHOD = Pattern.compile("[\\p{L}_$][\\w$]*");

  public static List<CustomHook> parse(String text) {
    List<CustomHook> hooks = new ArrayList<>();
    for (String hook : text.split(";", -1)) {
      if (!hook.isBlank()) {
        hooks.add(parseOne(hook.trim()));
      }
    }
    return hooks;
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
