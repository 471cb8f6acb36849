package io.joulebook.collector.page;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the Markdown that our own pages use into HTML: headings with anchors, paragraphs, lists,
 * tables, blocks of code, and code, strong text and links within lines. Any other text stays text.
 */
public final class Markdown {
  private static final Pattern HEADING = Pattern.compile("(#{1,4}) (.+)");
  private static final Pattern RULER = Pattern.compile("[|: -]+");
  private static final Pattern INLINE =
      Pattern.compile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)]\\(([^)\\s]+)\\)");

  private final StringBuilder html = new StringBuilder();
  private String open = "";

  private Markdown() {}

  public static String toHtml(String text) {
    Markdown page = new Markdown();
    text.lines().forEach(page::line);
    page.enter("");
    return page.html.toString();
  }

  private void line(String line) {
    Matcher heading = HEADING.matcher(line);
    if (line.startsWith("```")) {
      enter(open.equals("pre") ? "" : "pre");
    } else if (open.equals("pre")) {
      html.append(escaped(line)).append('\n');
    } else if (line.isBlank()) {
      enter("");
    } else if (heading.matches()) {
      heading(heading.group(1).length(), heading.group(2));
    } else if (line.startsWith("|")) {
      row(line);
    } else if (line.startsWith("- ")) {
      enter("ul");
      html.append("<li>").append(inline(line.substring(2))).append('\n');
    } else {
      enter(open.equals("ul") ? "ul" : "p");
      html.append(inline(line.strip())).append('\n');
    }
  }

  /** Closes what is open, unless it is this, and opens it. */
  private void enter(String element) {
    if (!open.equals(element)) {
      html.append(open.isEmpty() ? "" : "</" + open + ">\n");
      html.append(element.isEmpty() ? "" : "<" + element + ">\n");
      open = element;
    }
  }

  private void heading(int level, String text) {
    enter("");
    String anchor = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
    String tag = "h" + level;
    html.append('<').append(tag).append(" id=\"").append(anchor).append("\">");
    html.append(inline(text)).append("</").append(tag).append(">\n");
  }

  private void row(String line) {
    boolean first = !open.equals("table");
    enter("table");
    if (RULER.matcher(line).matches()) {
      return;
    }
    String cell = first ? "th" : "td";
    html.append("<tr>");
    for (String text : line.substring(1).replaceFirst("\\|\\s*$", "").split("\\|", -1)) {
      html.append('<').append(cell).append('>').append(inline(text.strip()));
      html.append("</").append(cell).append('>');
    }
    html.append("</tr>\n");
  }

  private static String inline(String text) {
    StringBuilder html = new StringBuilder();
    Matcher part = INLINE.matcher(text);
    int end = 0;
    while (part.find()) {
      html.append(escaped(text.substring(end, part.start()))).append(element(part));
      end = part.end();
    }
    return html.append(escaped(text.substring(end))).toString();
  }

  // A link to another file of the documentation leads nowhere from here: its text stays.
  private static String element(Matcher part) {
    if (part.group(1) != null) {
      return "<code>" + escaped(part.group(1)) + "</code>";
    }
    if (part.group(2) != null) {
      return "<strong>" + inline(part.group(2)) + "</strong>";
    }
    String to = part.group(4);
    return to.startsWith("#") || to.startsWith("https://")
        ? "<a href=\"" + escaped(to) + "\">" + inline(part.group(3)) + "</a>"
        : inline(part.group(3));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
