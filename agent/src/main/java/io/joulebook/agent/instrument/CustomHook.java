package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A method of the host to be metered as a call of a model.
 *
 * @param type the class's binary name
 * @param subclasses whether subclasses that override the method are metered too
 * @param method the method's name
 * @param parameters the types of its parameters, with or without their packages; empty for all
 *     overloads
 * @param model the model's name
 * @param reading what else is known of its calls, or read from them
 */
public record CustomHook(
    String type,
    boolean subclasses,
    String method,
    Optional<List<String>> parameters,
    String model,
    CustomReading reading) {
  public static final String ALLOWED =
      "CLASS#METHOD=MODEL, several with ; between them; CLASS+ for subclasses that override it and"
          + " classes that implement it, METHOD(TYPE TYPE) for one of several overloads; after"
          + " MODEL items=PATH, inputTokens=PATH, outputTokens=PATH, model=PATH, device=DEVICES,"
          + " waits=true";

  private static final Pattern TYPE = Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*");
  private static final Pattern OF_JDK = Pattern.compile("(java|jdk|sun)\\..*");

  /** Kotlin's compiler puts a hyphen into names of methods with parameters of value classes. */
  private static final Pattern METHOD = Pattern.compile("[\\p{L}_$][\\w$-]*");

  private static final Pattern OVERLOAD = Pattern.compile("([^()]*)\\(([^()]*)\\)");
  private static final Pattern PARAMETER = Pattern.compile(TYPE + "(\\[\\])*");
  private static final Pattern WORDS = Pattern.compile("\\s+");
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  /** All overloads in that class. */
  public CustomHook(String type, String method, String model) {
    this(type, false, method, Optional.empty(), model, CustomReading.NONE);
  }

  /** Nothing else is known of its calls. */
  public CustomHook(
      String type,
      boolean subclasses,
      String method,
      Optional<List<String>> parameters,
      String model) {
    this(type, subclasses, method, parameters, model, CustomReading.NONE);
  }

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
    String left = text.substring(0, hash).trim();
    boolean subclasses = left.endsWith("+");
    String type = subclasses ? left.substring(0, left.length() - 1) : left;
    String right = text.substring(hash + 1, equals).trim();
    Matcher overload = OVERLOAD.matcher(right);
    String method = overload.matches() ? overload.group(1).trim() : right;
    Optional<List<String>> parameters =
        overload.matches() ? Optional.of(types(text, overload.group(2))) : Optional.empty();
    List<String> words = WORDS.splitAsStream(text.substring(equals + 1).trim()).toList();
    int named = 1;
    while (named < words.size() && words.get(named).indexOf('=') < 0) {
      named++;
    }
    String model = String.join(" ", words.subList(0, named));
    if (method.equals(CONSTRUCTOR)) {
      throw new IllegalArgumentException(
          "'" + text + "' names a constructor: meter the method that calls it");
    }
    CustomReading.checkName(text, model);
    if (!TYPE.matcher(type).matches() || !METHOD.matcher(method).matches() || model.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' is not one");
    }
    if (OF_JDK.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "'" + type + "' is a class of the JDK, which is not hooked");
    }
    CustomReading reading = reading(text, words.subList(named, words.size()));
    return new CustomHook(type, subclasses, method, parameters, model, reading);
  }

  private static CustomReading reading(String entry, List<String> words) {
    try {
      return CustomReading.parse(words);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + entry + "' is not one: " + wrong.getMessage(), wrong);
    }
  }

  private static List<String> types(String entry, String list) {
    List<String> types =
        BETWEEN.splitAsStream(list.trim()).filter(type -> !type.isEmpty()).toList();
    for (String type : types) {
      if (!PARAMETER.matcher(type).matches()) {
        throw new IllegalArgumentException(
            "'" + entry + "' is not one: '" + type + "' is not a type");
      }
    }
    return types;
  }

  /** The hook's name in metrics and messages. */
  public String name() {
    return type
        + (subclasses ? "+" : "")
        + "#"
        + method
        + parameters.map(types -> "(" + String.join(" ", types) + ")").orElse("");
  }
}
