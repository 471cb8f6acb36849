package io.joulebook.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the classes that the agent looks out for, in the JVM's spelling (slashes). Known
 * before the core is there, so that a host which loads none of them pays for nothing else.
 */
final class Targets {
  /** Derived from the hooks when the jar is packed, see {@code BuiltInHooks.targets}. */
  private static final String RESOURCE = "boot/targets.txt";

  private static final String WOVEN = "woven ";
  private static final String TRIGGER = "trigger ";
  private static final long LARGEST_CONFIG = 1 << 20;

  private final Set<String> woven = new HashSet<>();
  private final Set<String> triggers = new HashSet<>();
  private final boolean needConfiguration;
  private boolean hasCustomHooks;
  private boolean meansSubclasses;

  private Targets(String builtIn, @Nullable String customHooks, boolean needConfiguration) {
    this.needConfiguration = needConfiguration;
    for (String line : builtIn.split("\n", -1)) {
      if (line.startsWith(WOVEN)) {
        woven.add(line.substring(WOVEN.length()));
      } else if (line.startsWith(TRIGGER)) {
        triggers.add(line.substring(TRIGGER.length()));
      }
    }
    addCustom(customHooks);
  }

  /** Those of the built-in hooks, as the jar lists them, and those that the options name. */
  static Targets of(String options) throws IOException {
    try (InputStream in = Targets.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(JarContents.missing(RESOURCE));
      }
      return of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1), options);
    }
  }

  static Targets of(String builtIn, String options) {
    @Nullable String config = first("config", options);
    Targets targets = new Targets(builtIn, first("hooks.custom", options), config != null);
    if (config != null) {
      targets.addNamedIn(new File(config.trim()));
    }
    return targets;
  }

  // The core reads the file properly, but later: a class that is loaded meanwhile waits for it.
  private void addNamedIn(File config) {
    try {
      if (config.isFile() && config.length() <= LARGEST_CONFIG) {
        addNamedIn(new String(Files.readAllBytes(config.toPath()), StandardCharsets.UTF_8));
      }
    } catch (IOException | RuntimeException saidByTheCore) {
      return;
    }
  }

  // Whatever looks like CLASS#METHOD or CLASS+#METHOD.
  private void addNamedIn(String yaml) {
    for (int hash = yaml.indexOf('#'); hash >= 0; hash = yaml.indexOf('#', hash + 1)) {
      int end = hash > 0 && yaml.charAt(hash - 1) == '+' ? hash - 1 : hash;
      meansSubclasses |= end < hash;
      int start = end;
      while (start > 0 && isOfName(yaml.charAt(start - 1))) {
        start--;
      }
      if (start < end) {
        woven.add(yaml.substring(start, end).replace('.', '/'));
      }
    }
  }

  private static boolean isOfName(char letter) {
    return letter == '.' || Character.isJavaIdentifierPart(letter);
  }

  boolean isWoven(String className) {
    return woven.contains(className);
  }

  boolean isTrigger(String className) {
    return triggers.contains(className);
  }

  /** Whether a configuration file may name more classes, so that the core must read it now. */
  boolean needConfiguration() {
    return needConfiguration;
  }

  /** Whether hooks mean classes that are not named, so that none may load before the core is. */
  boolean meansSubclasses() {
    return meansSubclasses;
  }

  /** Whether there are hooks that the operator has named. */
  boolean hasCustomHooks() {
    return hasCustomHooks;
  }

  // "com.acme.Ranker#score=acme-ranker;com.acme.Other#run=other"
  private void addCustom(@Nullable String hooks) {
    if (hooks == null) {
      return;
    }
    for (String hook : hooks.split(";", -1)) {
      int hash = hook.indexOf('#');
      if (hash > 0) {
        String type = hook.substring(0, hash).trim();
        int end = type.endsWith("+") ? type.length() - 1 : type.length();
        meansSubclasses |= end < type.length();
        woven.add(type.substring(0, end).replace('.', '/'));
        hasCustomHooks = true;
      }
    }
  }

  // The same precedence as the configuration proper: agent argument, system property, environment.
  private static @Nullable String first(String key, String options) {
    @Nullable String argument = argument(key, options);
    if (argument != null) {
      return argument;
    }
    @Nullable String property = System.getProperty("joulebook." + key);
    return property != null
        ? property
        : System.getenv("JOULEBOOK_" + key.toUpperCase(Locale.ROOT).replace('.', '_'));
  }

  private static @Nullable String argument(String key, String options) {
    @Nullable String found = null;
    for (String option : options.split(",", -1)) {
      int equals = option.indexOf('=');
      if (equals > 0 && option.substring(0, equals).trim().equals(key)) {
        found = option.substring(equals + 1);
      }
    }
    return found;
  }
}
