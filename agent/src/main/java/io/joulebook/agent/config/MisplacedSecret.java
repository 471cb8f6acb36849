package io.joulebook.agent.config;

import java.util.regex.Pattern;

/**
 * Tells texts in which a key or password may stand that does not belong there: a line that ran into
 * the next, an argument with a colon for its equals sign, a URL with a user.
 */
final class MisplacedSecret {
  static final String NOT_SHOWN = "(not shown: a key may be in it)";

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(^|[^a-z#])(tokens?|passwords?|secrets?|authorization|api.?keys?)[\"']?\\s*[:= ]\\s*\\S");
  private static final Pattern USER = Pattern.compile("//[^/\\s]*@|[^/\\s:]:[^/\\s@]+@");

  private MisplacedSecret() {}

  static boolean mayBeIn(String text) {
    return NAMED.matcher(text).find() || USER.matcher(text).find();
  }
}
