package io.joulebook.examples.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** How many texts each model has embedded, as its answers say. Thread-safe. */
final class Tally {
  private final Map<String, Integer> texts = new TreeMap<>();

  synchronized void add(String model, int embeddings) {
    texts.merge(model, embeddings, Integer::sum);
  }

  synchronized int total() {
    return texts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Writes it as lines {@code model=texts}. */
  synchronized void write(Path file) throws IOException {
    Files.write(
        file,
        texts.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
  }
}
