package io.joulebook.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.page.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages that people read: short enough, with links that lead somewhere and tables that hold.
 */
class DocsTest {
  private static final Path ROOT = Path.of(System.getProperty("joulebook.basedir", ""), "..");
  private static final int WORDS_AT_MOST = 25_000;
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final Pattern RULER = Pattern.compile("\\|( ?:?-+:? ?\\|)+");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder :
        List.of(
            "", "docs", "docs/adr", "grafana", "examples", "benchmarks/results", "nvml-bindings")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  private static List<String> prose(Path page) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean isCode = false;
    for (String line : Files.readAllLines(page)) {
      boolean fence = line.strip().startsWith("```");
      isCode ^= fence;
      lines.add(isCode || fence ? "" : line);
    }
    assertThat(isCode).as("%s: a block of code has no end", page).isFalse();
    return lines;
  }

  @Test
  void readmeAndDocsStayShortEnoughToBeRead() throws IOException {
    long words = 0;
    for (Path page : pages()) {
      String shown = ROOT.relativize(page).toString();
      if (shown.endsWith("README.md") || shown.startsWith("docs")) {
        words += Pattern.compile("\\S+").matcher(Files.readString(page)).results().count();
      }
    }
    assertThat(words).as("words in the READMEs and docs").isBetween(5_000L, (long) WORDS_AT_MOST);
  }

  @Test
  void eachLinkLeadsToAPageAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      for (String line : prose(page)) {
        Matcher link = LINK.matcher(CODE.matcher(line).replaceAll(""));
        while (link.find()) {
          links++;
          if (!link.group(1).contains("://") && !leadsSomewhere(page, link.group(1))) {
            broken.add(ROOT.relativize(page) + ": " + link.group(1));
          }
        }
      }
    }
    assertThat(links).isGreaterThan(100);
    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return hash < 0
        || Markdown.toHtml(Files.readString(target))
            .contains(" id=\"" + link.substring(hash + 1) + "\"");
  }

  @Test
  void eachTableHasAHeadAndRowsOfItsWidth() throws IOException {
    List<String> broken = new ArrayList<>();
    int tables = 0;
    for (Path page : pages()) {
      List<String> lines = prose(page);
      int width = 0;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (!line.startsWith("|")) {
          width = 0;
          continue;
        }
        boolean begins = width == 0;
        boolean hasHead = i + 1 < lines.size() && RULER.matcher(lines.get(i + 1)).matches();
        tables += begins ? 1 : 0;
        if (begins ? !hasHead : cells(line) != width) {
          broken.add(ROOT.relativize(page) + ":" + (i + 1) + ": " + line);
        }
        width = cells(line);
      }
    }
    assertThat(tables).isGreaterThan(20);
    assertThat(broken).isEmpty();
  }

  private static int cells(String row) {
    return CODE.matcher(row).replaceAll("").replace("\\|", "").split("\\|", -1).length;
  }
}
