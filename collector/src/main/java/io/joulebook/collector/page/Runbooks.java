package io.joulebook.collector.page;

import io.joulebook.collector.http.Response;
import java.nio.charset.StandardCharsets;

/** The page that alerts link to: what each means and what to do. */
final class Runbooks {
  private static final String BEGIN =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Joulebook: runbooks</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="joulebook.css">
      </head>
      <body>
      <main>
      """;
  private static final String END = "</main>\n</body>\n</html>\n";

  private Runbooks() {}

  static Response page() {
    String text = new String(LivePage.RUNBOOKS.bytes(), StandardCharsets.UTF_8);
    return LivePage.RUNBOOKS.response(
        (BEGIN + Markdown.toHtml(text) + END).getBytes(StandardCharsets.UTF_8));
  }
}
