package io.joulebook.collector.report;

import io.joulebook.collector.receiptlog.ReceiptFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that a report reads: each given by its path, a folder, a pattern with wildcards, or
 * several of these with commas between them; with each file those that were rotated away from it.
 */
final class ReceiptSources {
  private static final String WHAT = "receipts.file: '";
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");
  private static final Pattern RECEIPTS = Pattern.compile(".*\\.jsonl(\\.gz)?");
  private static final Pattern HISTORY = Pattern.compile("history-[0-9]{4}-[0-9]{2}\\.jsonl");
  private static final int DEEPEST = 16;

  private final Map<Path, Path> found = new LinkedHashMap<>();

  private ReceiptSources() {}

  /**
   * All files that are named, each once, in order.
   *
   * @throws ReportException if one of the texts names none, or a folder cannot be read
   */
  static List<Path> find(List<String> texts) throws ReportException {
    ReceiptSources sources = new ReceiptSources();
    for (String text : texts) {
      sources.add(text.strip());
    }
    return ReceiptFiles.withoutTwins(List.copyOf(sources.found.values()));
  }

  private void add(String text) throws ReportException {
    try {
      if (!addPath(text) && !addEach(text) && !addMatching(text)) {
        throw new ReportException(WHAT + text + "' does not exist");
      }
    } catch (IOException | UncheckedIOException e) {
      throw new ReportException(WHAT + text + "' cannot be read (" + e + ")");
    }
  }

  /** A file or folder of exactly that name; or one that was rotated away a moment ago. */
  private boolean addPath(String text) throws IOException, ReportException {
    Path path;
    try {
      path = Path.of(text);
    } catch (InvalidPathException wildcard) {
      return false;
    }
    if (Files.isDirectory(path)) {
      addFolder(path);
      return true;
    }
    return !text.isEmpty() && addSet(path);
  }

  private void addFolder(Path folder) throws IOException, ReportException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(ReceiptSources::isOfReceipts).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new ReportException(
          WHAT + folder + "' is a folder without a file *.jsonl or *.jsonl.gz");
    }
    for (Path file : files) {
      put(file);
    }
  }

  private static boolean isOfReceipts(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && RECEIPTS.matcher(name).matches()
        && !HISTORY.matcher(name).matches();
  }

  private boolean addSet(Path file) throws IOException, ReportException {
    List<Path> set = new ArrayList<>(ReceiptFiles.rotatedFrom(file));
    if (Files.exists(file)) {
      if (!Files.isRegularFile(file)) {
        throw new ReportException(WHAT + file + "' is neither a file nor a folder");
      }
      set.add(file);
    }
    for (Path each : set) {
      put(each);
    }
    return !set.isEmpty();
  }

  private void put(Path file) throws IOException {
    found.putIfAbsent(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), file);
  }

  private boolean addEach(String text) throws ReportException {
    String[] parts = text.split(",(?![^{]*})", -1);
    if (parts.length == 1) {
      return false;
    }
    for (String part : parts) {
      if (!part.isBlank()) {
        add(part.strip());
      }
    }
    return true;
  }

  private static PathMatcher matcher(String pattern) throws ReportException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw new ReportException(pattern + " is no pattern of files: " + e.getDescription());
    }
  }

  private boolean addMatching(String text) throws IOException, ReportException {
    if (!WILDCARD.matcher(text).find()) {
      return false;
    }
    PathMatcher matcher = matcher(text);
    int depth =
        text.contains("**") ? DEEPEST : (int) text.chars().filter(c -> c == '/').count() + 1;
    List<Path> files =
        walk(root(text), depth).stream()
            .map(path -> text.startsWith("/") ? path : path.normalize())
            .filter(matcher::matches)
            .filter(Files::isRegularFile)
            .filter(file -> !HISTORY.matcher(file.getFileName().toString()).matches())
            .sorted()
            .toList();
    if (files.isEmpty()) {
      throw new ReportException(WHAT + text + "' matches no file");
    }
    for (Path file : files) {
      addSet(file);
    }
    return true;
  }

  /** All files below a folder; a link that leads back above itself has none. */
  private static List<Path> walk(Path root, int depth) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        Set.of(FileVisitOption.FOLLOW_LINKS),
        depth,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof FileSystemLoopException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }
        });
    return files;
  }

  /** The folder before the first wildcard. */
  private static Path root(String text) {
    String before = WILDCARD.split(text, 2)[0];
    int slash = before.lastIndexOf('/');
    return slash < 0 ? Path.of("") : Path.of(slash == 0 ? "/" : before.substring(0, slash));
  }
}
