package io.joulebook.benchmarks.accuracy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the agent's metrics say of its own trouble: refused readings and lost events by reason. */
final class Health {
  private static final Pattern ADDRESS = Pattern.compile("metrics on (http://[^ ]+/metrics)");
  private static final Pattern TROUBLE =
      Pattern.compile(
          "(?m)^joulebook_(?:power_errors|spans_dropped)_total\\{reason=\"([^\"]*)\"\\} (\\S+)$");

  private Health() {}

  static Map<String, Long> scrape(List<String> said) throws IOException, InterruptedException {
    for (String line : said) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        return parse(get(address.group(1)));
      }
    }
    return Map.of();
  }

  private static String get(String address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  static Map<String, Long> parse(String page) {
    Map<String, Long> reasons = new TreeMap<>();
    Matcher trouble = TROUBLE.matcher(page);
    while (trouble.find()) {
      long count = (long) Double.parseDouble(trouble.group(2));
      if (count > 0) {
        reasons.put(trouble.group(1), count);
      }
    }
    return reasons;
  }
}
