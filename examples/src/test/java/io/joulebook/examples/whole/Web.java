package io.joulebook.examples.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A client of the server under test. */
record Web(URI address) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  List<double[]> embed(String path, String... texts) throws Exception {
    HttpResponse<String> response =
        post(path, JSON.writeValueAsString(Map.of("texts", List.of(texts))));
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.body());
    }
    JsonNode vectors = JSON.readTree(response.body()).path("embeddings");
    return StreamSupport.stream(vectors.spliterator(), false).map(Web::vector).toList();
  }

  private static double[] vector(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
