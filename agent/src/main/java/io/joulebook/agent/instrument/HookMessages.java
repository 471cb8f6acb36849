package io.joulebook.agent.instrument;

import java.util.Set;

/** What people are told of hooks that do not do what they are for. */
final class HookMessages {
  private HookMessages() {}

  /** Two entries of the operator's mean the same. */
  static String sameMethod(Hook first, Hook later, String type) {
    return "hooks.custom: "
        + first.name()
        + " and "
        + later.name()
        + " mean the same method of "
        + type
        + ": the first holds";
  }

  /** An entry names a class that is left alone. */
  static String ofJdk(Hook hook, String type) {
    return "hooks.custom: " + hook.name() + ": " + type + " is of the JDK, which is not hooked";
  }

  /** A class could not be woven. */
  static String failed(Hook hook, String type, Throwable failure) {
    return "cannot hook " + type + loss(hook, type) + reason(failure);
  }

  /** A class has none of the methods that a hook weaves under these names. */
  static String missing(Hook hook, String type, Set<String> methods) {
    return "cannot hook "
        + String.join(", ", methods)
        + " of "
        + type
        + loss(hook, type)
        + "this version of it has no such method that the hook "
        + hook.name()
        + " knows; docs/engines.md has the versions that were tested"
        + (hook instanceof CallHook
            ? "; hooks.custom=CLASS#METHOD=MODEL meters the method of yours that calls it"
            : "");
  }

  private static String loss(Hook hook, String type) {
    return hook.isEssential(type)
        ? ", " + hook.loss() + ": "
        : ", something of its calls is not known: ";
  }

  private static String reason(Throwable failure) {
    boolean ours = failure instanceof IllegalArgumentException;
    return ours ? String.valueOf(failure.getMessage()) : failure.toString();
  }

  /** The application's permissions hold up the agent. */
  static String forbidden(SecurityException forbidden) {
    return "the security manager keeps the agent from reading what models are called: grant all"
        + " permissions to its jar: "
        + forbidden.getMessage();
  }
}
