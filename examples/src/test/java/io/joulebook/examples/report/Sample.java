package io.joulebook.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What an agent has really served. */
enum Sample {
  SIMULATED("simulated"),
  SIMULATED_WITHOUT_ZONE("simulated-without-zone"),
  NVML_MODEL_ON_THE_CPU("nvml-model-on-the-cpu");

  private final String file;

  Sample(String file) {
    this.file = file;
  }

  String text() {
    try (InputStream in = Sample.class.getResourceAsStream("/metrics/" + file + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Exposition metrics() {
    return Exposition.parse(text());
  }
}
