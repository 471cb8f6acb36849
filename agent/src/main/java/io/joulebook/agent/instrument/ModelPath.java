package io.joulebook.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a model's file is called by people: its name, or where that says nothing, its folder's. */
final class ModelPath {
  private static final List<String> ENDINGS =
      List.of(
          ".onnx",
          ".ort",
          ".pb",
          ".bin",
          ".pt",
          ".gguf",
          ".safetensors",
          ".zip",
          ".fb",
          ".ubj",
          ".json");

  /** Names that exporters give to every model's file. */
  private static final Pattern GENERIC =
      Pattern.compile(
          "(model|saved_model|pytorch_model|(encoder|decoder|decoder_with_past)_model)([_-].*)?");

  private static final Pattern VERSION = Pattern.compile("v?\\d+(\\.\\d+)*");
  private static final Pattern HUB_FOLDER = Pattern.compile("models--.+");

  /** {@code File.createTempFile} adds a random number of up to 20 digits; others add a UUID. */
  private static final Pattern RANDOM =
      Pattern.compile(".*(\\d{12,}|\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}).*");

  private ModelPath() {}

  /** The name; empty where no part of the path would be the same after a restart. */
  static Optional<String> name(String path) {
    List<String> parts = parts(path);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String stem = stem(parts.remove(parts.size() - 1));
    if (!isGeneric(stem)) {
      return lasting(stem);
    }
    Optional<String> folder = folder(parts);
    if (folder.isEmpty()) {
      return parts.isEmpty() ? Optional.of(stem) : Optional.empty();
    }
    return stem.endsWith("model") && !stem.contains("coder")
        ? folder
        : folder.map(f -> f + "/" + stem);
  }

  /** Whether many models are called that. */
  static boolean isGeneric(String name) {
    return GENERIC.matcher(name).matches();
  }

  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("[/\\\\]", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static String stem(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return ENDINGS.stream()
        .filter(lower::endsWith)
        .findFirst()
        .map(ending -> file.substring(0, file.length() - ending.length()))
        .orElse(file);
  }

  private static Optional<String> lasting(String name) {
    return RANDOM.matcher(name).matches() ? Optional.empty() : Optional.of(name);
  }

  // Hugging Face's cache has models--ORG--NAME/snapshots/COMMIT/onnx/model.onnx.
  private static Optional<String> folder(List<String> parts) {
    Optional<String> hub =
        parts.stream().filter(part -> HUB_FOLDER.matcher(part).matches()).findFirst();
    if (hub.isPresent()) {
      return Optional.of(hub.get().substring("models--".length()).replace("--", "/"));
    }
    int last = parts.size() - 1;
    if (last >= 0 && parts.get(last).equals("onnx")) {
      last--;
    }
    if (last < 0) {
      return Optional.empty();
    }
    String name = parts.get(last);
    boolean isVersion = last > 0 && VERSION.matcher(name).matches();
    return lasting(isVersion ? parts.get(last - 1) + "/" + name : name);
  }
}
