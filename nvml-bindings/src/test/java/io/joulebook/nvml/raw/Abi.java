package io.joulebook.nvml.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a C compiler made of the header, see the file's source line. */
final class Abi {
  private static final JsonNode FACTS = read();

  private Abi() {}

  static JsonNode constants() {
    return FACTS.path("constants");
  }

  static JsonNode struct(String name) {
    return FACTS.path("structs").path(name);
  }

  static JsonNode signatures() {
    return FACTS.path("signatures");
  }

  private static JsonNode read() {
    try (InputStream json = Abi.class.getResourceAsStream("nvml-abi.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
