package io.joulebook.collector.history;

import static io.joulebook.collector.history.HistoryEntries.known;
import static io.joulebook.collector.history.HistoryEntries.knownAt;
import static io.joulebook.collector.history.HistoryEntries.priced;
import static io.joulebook.collector.history.HistoryEntries.rich;
import static io.joulebook.collector.history.HistoryEntries.unpriced;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.grid.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final Instant NOON = HistoryEntries.NOON;
  private static final String MARCH = "history-2026-03.jsonl";

  @TempDir private Path folder;
  private final List<Entry> told = new ArrayList<>();
  private final List<String> said = new ArrayList<>();

  @Test
  void whatIsAppendedIsToldAgainInItsOrder() {
    List<Entry> entries = List.of(known(1), priced(), unpriced(), rich());
    try (History history = open()) {
      history.append(entries);
      assertThat(history.isOnDisk()).isTrue();
    }

    reopen();

    assertThat(told).isEqualTo(entries);
  }

  @ParameterizedTest
  @ValueSource(strings = {"history-2026-05.jsonl", MARCH, "history.lock", "waiting.jsonl"})
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aPipeOfOneOfItsNamesIsNotWaitedFor(String name) throws Exception {
    append(knownAt(Instant.parse("2026-04-15T00:00:00Z")));
    Path pipe = folder.resolve(name);
    Files.deleteIfExists(pipe);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    try (History history = open()) {
      assertThat(told).hasSize(1);
      history.append(List.of(known(1)));
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
    }
  }

  @Test
  void eachMonthHasAFileOfItsOwn() throws IOException {
    try (History history = open()) {
      history.append(List.of(knownAt(Instant.parse("2026-03-31T23:59:59.999Z")), known(1)));
      history.append(List.of(knownAt(Instant.parse("2026-04-01T00:00:00Z"))));
    }

    assertThat(files()).containsExactly(MARCH, "history-2026-04.jsonl", "history.lock");
    assertThat(Files.readAllLines(folder.resolve(MARCH))).hasSize(2);
  }

  @Test
  void aTornTailIsCutOffAndCountedAndTheRestTold() throws IOException {
    append(known(1), known(2));
    byte[] whole = Files.readAllBytes(folder.resolve(MARCH));
    for (int torn = 1; torn < 90; torn += 11) {
      Files.write(folder.resolve(MARCH), java.util.Arrays.copyOf(whole, whole.length - torn));
      told.clear();

      try (History history = open()) {
        assertThat(told).containsExactly(known(1));
        assertThat(history.errors()).containsEntry("torn_tail", 1L);
        history.append(List.of(known(3)));
      }
      told.clear();
      reopen();
      assertThat(told).containsExactly(known(1), known(3));
    }
  }

  @Test
  void whatAFailedWriteLeftBehindIsCutOffBeforeTheNext() throws IOException {
    try (History history = open()) {
      history.append(List.of(known(1)));
      Files.writeString(folder.resolve(MARCH), "{\"v\":1,\"ty", StandardOpenOption.APPEND);
      history.append(List.of(known(2)));
    }
    reopen();
    assertThat(told).containsExactly(known(1), known(2));
  }

  @Test
  void aFileThatSomebodyCutsOrTakesAwayIsGoneOnWithWhereItEndsNow() throws IOException {
    try (History history = open()) {
      history.append(List.of(known(1), known(2)));
      Files.write(folder.resolve(MARCH), new byte[0]);
      history.append(List.of(known(3)));
      Files.delete(folder.resolve(MARCH));
      history.append(List.of(known(4)));

      assertThat(history.errors()).containsEntry("truncated", 2L);
    }
    reopen();
    assertThat(told).containsExactly(known(4));
  }

  @Test
  void aDamagedLineIsLeftOutAndNothingElse() throws IOException {
    append(known(1), known(2), known(3));
    String text = Files.readString(folder.resolve(MARCH));
    Files.writeString(folder.resolve(MARCH), text.replace("2000", "9000"));

    try (History history = open()) {
      assertThat(told).containsExactly(known(1), known(3));
      assertThat(history.errors()).containsEntry("damaged_line", 1L);
    }
    assertThat(Files.readString(folder.resolve(MARCH))).contains("9000");
  }

  @Test
  void whatIsNoLineAtAllDoesNoHarm() throws IOException {
    append(known(1));
    Path file = folder.resolve(MARCH);
    byte[] junk = new byte[3 << 16];
    junk[junk.length - 1] = '\n';
    Files.write(file, junk, StandardOpenOption.APPEND);
    Files.writeString(file, "\n{}\n[[[[\n\u00e9\n", StandardOpenOption.APPEND);
    append(known(2));

    told.clear();
    reopen();
    assertThat(told).containsExactly(known(1), known(2));
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongTailThatIsNoLineIsCutOffAtOnce() throws IOException {
    append(known(1));
    Files.write(folder.resolve(MARCH), new byte[15 << 20], StandardOpenOption.APPEND);
    append(known(2));

    reopen();
    assertThat(told).containsExactly(known(1), known(2));
    assertThat(Files.size(folder.resolve(MARCH))).isLessThan(10_000);
  }

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aTailThatIsTooLongToBeOfACrashStays() throws IOException {
    append(known(1));
    Files.write(folder.resolve(MARCH), new byte[17 << 20], StandardOpenOption.APPEND);
    append(known(2));
    append(known(3));

    reopen();
    assertThat(told).containsExactly(known(1), known(2), known(3));
    assertThat(Files.size(folder.resolve(MARCH))).isGreaterThan(17 << 20);
  }

  @Test
  void linesOfANewerVersionAreCountedAndKept() throws IOException {
    append(known(1));
    String newer = line(known(2)).replace("{\"v\":1,", "{\"v\":2,");
    Files.writeString(folder.resolve(MARCH), resealed(newer), StandardOpenOption.APPEND);

    try (History history = open()) {
      assertThat(told).containsExactly(known(1));
      assertThat(history.errors()).containsExactly(Map.entry("newer_version", 1L));
    }
    assertThat(Files.readAllLines(folder.resolve(MARCH))).hasSize(2);
  }

  @Test
  void aSecondWriterKeepsItsHistoryInMemory() throws IOException {
    try (History first = open();
        History second = open()) {
      second.append(List.of(known(2)));
      first.append(List.of(known(1)));

      assertThat(first.isOnDisk()).isTrue();
      assertThat(second.isOnDisk()).isFalse();
      assertThat(second.errors()).containsEntry("locked", 1L);
      assertThat(said).singleElement().asString().contains("a folder of its own");
    }
    assertThat(Files.readAllLines(folder.resolve(MARCH))).hasSize(1);
  }

  @Test
  void theSecondWriterTakesOverWhenTheFirstEnds() throws IOException {
    History first = open();
    try (History second = open()) {
      first.append(List.of(known(1)));
      second.append(List.of(known(2)));
      second.append(List.of());
      assertThat(second.isOnDisk()).isFalse();

      first.close();
      second.append(List.of());
      assertThat(second.isOnDisk()).isTrue();
      assertThat(second.errors()).containsEntry("locked", 1L);
      assertThat(said).last().asString().contains("the other process has ended");
    }
    reopen();
    assertThat(told).containsExactly(known(1), known(2));
  }

  @Test
  void theSecondWriterTakesOverThoughItHasNothingToWrite() {
    History first = open();
    try (History second = open()) {
      second.append(List.of());
      assertThat(second.isOnDisk()).isFalse();

      first.close();
      second.append(List.of());
      assertThat(second.isOnDisk()).isTrue();
    }
  }

  @Test
  void aMonthThatCannotBeReadIsSaidAndTheRestIsRecalled() throws IOException {
    append(known(1));
    Files.createDirectory(folder.resolve("history-2026-02.jsonl"));
    try (History history = open(folder, Instant.EPOCH)) {
      assertThat(told).containsExactly(known(1));
      assertThat(history.isOnDisk()).isTrue();
      assertThat(history.errors()).containsOnly(Map.entry("unreadable", 1L));
    }
    assertThat(said)
        .singleElement()
        .asString()
        .contains("cannot read", "history-2026-02.jsonl")
        .doesNotContain("cannot write");
  }

  /** The kernel's own file system takes no folder of anybody's, root included. */
  @Test
  void aReadOnlyFolderCostsOnlyDurability() {
    Path readOnly = Path.of("/proc/joulebook-history");
    try (History history = open(readOnly, NOON)) {
      history.append(List.of(known(1)));

      assertThat(history.isOnDisk()).isFalse();
      assertThat(history.errors()).containsKey("write_failed");
      assertThat(said).singleElement().asString().contains("/proc/joulebook-history");
    }
  }

  @Test
  void aFullDiskLeavesWholeLinesAndTheRestIsWrittenOnceThereIsRoom() throws Exception {
    String report = FullDisk.fill(folder);

    assertThat(report).isEqualTo("on disk false, write_failed true");
    reopen();
    int before = told.size();
    assertThat(before).isBetween(1, FullDisk.LINES - 1);
    append(known(7));
    reopen();
    assertThat(told).hasSize(before + 1);
  }

  @Test
  void linesThatSeemToBeOfTheFutureAreToldForTheClockMayHaveBeenSetBack() {
    Entry future = knownAt(NOON.plus(Duration.ofDays(400)));
    append(future);

    reopen();
    assertThat(told).containsExactly(future);
  }

  @Test
  void aPathThatIsNoFolderIsSaidOnceAndCounted() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    try (History history = open(file, NOON)) {
      history.append(List.of(known(1)));
      history.append(List.of(known(2)));

      assertThat(history.isOnDisk()).isFalse();
      assertThat(history.errors().get("write_failed")).isEqualTo(3);
      assertThat(said)
          .singleElement()
          .asString()
          .contains("grid.history=\"" + file + "\"", "is no folder", "it must be a folder that")
          .doesNotContain("is there already");
    }
  }

  @Test
  void aWriteThatFailsKeepsLinesInMemoryUntilItDoesNot() throws IOException {
    try (History history = open()) {
      history.append(List.of(known(1)));
      Path april = Files.createDirectory(folder.resolve("history-2026-04.jsonl"));
      history.append(List.of(knownAt(Instant.parse("2026-04-01T00:00:00Z"))));
      assertThat(history.isOnDisk()).isFalse();
      assertThat(history.errors()).containsEntry("write_failed", 1L);

      Files.delete(april);
      history.append(List.of());
      assertThat(history.isOnDisk()).isTrue();
    }
    reopen();
    assertThat(told).hasSize(2);
  }

  @Test
  void memoryIsBoundedAndWhatIsLostIsCounted() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (History history = open(file, NOON)) {
      history.append(IntStream.range(0, 10_007).mapToObj(HistoryEntries::known).toList());

      assertThat(history.errors()).containsEntry("lines_lost", 7L);
    }
  }

  @Test
  void filesOfMonthsBeforeAreNotRead() {
    append(known(1));
    try (History history = open(folder, Instant.parse("2026-04-01T00:00:00Z"))) {
      assertThat(told).isEmpty();
      assertThat(history.isOnDisk()).isTrue();
    }
  }

  private History open() {
    return open(folder, NOON);
  }

  private History open(Path path, Instant since) {
    return History.open(ConfiguredPath.of("grid.history", path), since, told::add, said::add);
  }

  private void reopen() {
    told.clear();
    open().close();
  }

  private void append(Entry... entries) {
    ConfiguredPath path = ConfiguredPath.of("grid.history", folder);
    try (History history = History.open(path, NOON, entry -> {}, said::add)) {
      history.append(List.of(entries));
    }
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String line(Entry entry) {
    return HistoryLine.write(entry);
  }

  // The checksum of a line that was changed on purpose.
  private static String resealed(String line) {
    String body = line.substring(0, line.indexOf(",\"crc32c\""));
    java.util.zip.CRC32C sum = new java.util.zip.CRC32C();
    sum.update(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return body + String.format(",\"crc32c\":\"%08x\"}\n", sum.getValue());
  }
}
