package io.joulebook.examples.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The texts of a request, {@code {"texts": ["…", "…"]}}, checked. */
final class Texts {
  static final int MAX_TEXTS = 64;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Texts() {}

  static List<String> parse(byte[] body) throws BadRequest, IOException {
    JsonNode texts = json(body).path("texts");
    if (!texts.isArray()) {
      throw bad("send {\"texts\": [\"…\", \"…\"]}");
    }
    if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
      throw bad("\"texts\" takes 1 to " + MAX_TEXTS + " texts, not " + texts.size());
    }
    List<String> all = new ArrayList<>(texts.size());
    for (JsonNode text : texts) {
      if (!text.isTextual() || text.textValue().isBlank()) {
        throw bad("texts[" + all.size() + "] is not a text: " + text);
      }
      all.add(text.textValue());
    }
    return all;
  }

  private static JsonNode json(byte[] body) throws BadRequest, IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw bad("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static BadRequest bad(String reason) {
    return new BadRequest(400, reason);
  }
}
