package io.joulebook.agent;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the classes that the agent looks out for, in the JVM's spelling (slashes). Known
 * before the core is there, so that a host which loads none of them pays for nothing else.
 */
final class Targets {
  /** Loaded early by the libraries that are hooked: time to get ready. */
  private static final String[] HERALDS = {
    "ai/onnxruntime/OrtEnvironment", "ai/onnxruntime/OnnxRuntime", "ai/djl/engine/Engine",
  };

  /** Woven by the built-in hooks; {@code agent.instrument} has a test that this list is whole. */
  private static final String[] WOVEN = {
    "ai/onnxruntime/OrtSession",
    "ai/onnxruntime/OrtEnvironment",
    "ai/onnxruntime/OrtSession$SessionOptions",
    "ai/djl/inference/Predictor",
    "ai/djl/python/engine/PyPredictor",
  };

  private final Set<String> woven = new HashSet<>();
  private final Set<String> heralds = new HashSet<>();
  private final boolean needConfiguration;
  private boolean hasCustomHooks;

  private Targets(@Nullable String customHooks, boolean needConfiguration) {
    this.needConfiguration = needConfiguration;
    for (String name : WOVEN) {
      woven.add(name);
    }
    for (String name : HERALDS) {
      heralds.add(name);
    }
    addCustom(customHooks);
  }

  static Targets of(String options) {
    @Nullable String custom = first("hooks.custom", options);
    return new Targets(custom, first("config", options) != null);
  }

  boolean isWoven(String className) {
    return woven.contains(className);
  }

  boolean isHerald(String className) {
    return heralds.contains(className);
  }

  /** Whether a configuration file may name more classes, so that the core must read it now. */
  boolean needConfiguration() {
    return needConfiguration;
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
        woven.add(hook.substring(0, hash).trim().replace('.', '/'));
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
