package io.joulebook.collector.receiptlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.receiptlog.LineQueue.Kind;
import io.joulebook.collector.receiptlog.LineQueue.Line;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptWriterTest {
  private static final String HEAD = "{\"head\":1}\n";
  private static final Rotation LARGE = new Rotation(1L << 30, Duration.ofHours(24), 3);

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();
  private final SmallDisk disk = new SmallDisk(Long.MAX_VALUE / 2);
  private Instant now = Instant.parse("2026-11-28T22:00:00Z");
  private long nanos;
  private final LineQueue queue = new LineQueue(() -> now);
  private int next;

  private Path file() {
    return folder.resolve("receipts.jsonl");
  }

  private ReceiptWriter writer(LineQueue from, Rotation rotation) {
    RotatedFile file =
        new RotatedFile(
            file(), rotation, () -> HEAD.getBytes(StandardCharsets.US_ASCII), () -> now, disk);
    return new ReceiptWriter(file(), from, file, said::add, () -> nanos);
  }

  private void put(int lines) {
    for (int i = 0; i < lines; i++) {
      queue.offer(new Line(line(next++), Kind.RECEIPT));
    }
  }

  private static String line(int number) {
    return String.format("{\"line\":%06d}%n", number);
  }

  private void turns(ReceiptWriter writer) {
    for (int i = 0; i < 200 && writer.turn(); i++) {
      assertThat(i).isLessThan(199);
    }
  }

  private void later(ReceiptWriter writer, Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
    turns(writer);
  }

  private List<String> read(Path file) throws IOException {
    try (InputStream in =
        ReceiptFiles.isCompressed(file)
            ? new GZIPInputStream(Files.newInputStream(file))
            : Files.newInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
    }
  }

  private List<String> all() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path rotated : ReceiptFiles.rotatedFrom(file())) {
      lines.addAll(read(rotated));
    }
    lines.addAll(read(file()));
    return lines;
  }

  private List<String> entries() throws IOException {
    return all().stream().filter(line -> line.contains("\"line\"")).toList();
  }

  private List<String> expected(int from, int to) {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < to; i++) {
      lines.add(line(i).strip());
    }
    return lines;
  }

  @Test
  void aFullDiskIsWaitedOutAndNothingIsLostOrTorn() throws Exception {
    disk.room = HEAD.length() + 5L * line(0).length() + 3;
    ReceiptWriter writer = writer(queue, LARGE);
    put(8);
    turns(writer);
    assertThat(entries()).isEqualTo(expected(0, 5));
    assertThat(Files.readString(file())).endsWith("\n");

    for (int i = 0; i < 50; i++) {
      later(writer, Duration.ofSeconds(20));
    }
    disk.room = 1 << 20;
    put(2);
    later(writer, Duration.ofMinutes(1));

    assertThat(entries()).isEqualTo(expected(0, 10));
    assertThat(all()).as("no torn line").allMatch(line -> line.endsWith("}"));
    assertThat(said)
        .satisfiesExactly(
            line -> assertThat(line).contains("cannot be written (No space left on device)"),
            line -> assertThat(line).contains("written again; 0 receipts"));
    assertThat(queue.lost().values()).containsOnly(0L);
    assertThat(queue.written()).isEqualTo(10);
  }

  @Test
  void whatDoesNotFitMeanwhileIsCountedByReasonAndToldInTheFile() throws Exception {
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    disk.room = 0;
    put(1);
    turns(writer);
    int most = LineQueue.MOST_BYTES / line(0).length();
    put(most);
    long lost = queue.lost().get("disk_full");
    assertThat(lost).isBetween(1L, (long) most);

    disk.room = 1 << 30;
    later(writer, Duration.ofMinutes(1));
    assertThat(entries()).hasSize((int) (2 + most - lost));
    assertThat(all())
        .filteredOn(line -> line.contains("\"gap\""))
        .singleElement()
        .asString()
        .contains("\"reason\":\"disk_full\"", "\"lostReceipts\":" + lost);
    assertThat(said.get(1)).contains("written again; " + lost + " receipts");
  }

  @Test
  void statementsHaveRoomLeftWhenReceiptsHaveNone() {
    put(LineQueue.MOST_BYTES / line(0).length());

    assertThat(queue.offer(new Line("statement\n", Kind.STATEMENT))).isTrue();
    assertThat(queue.offer(new Line("receipt\n", Kind.RECEIPT))).isFalse();
    assertThat(queue.lost().get("disk_slow")).isPositive();
  }

  @Test
  void aDiskThatTakesNothingForAnotherReasonIsWaitedOutToo() throws Exception {
    disk.readOnly = true;
    ReceiptWriter writer = writer(queue, LARGE);
    put(3);
    turns(writer);
    later(writer, Duration.ofMinutes(10));
    disk.readOnly = false;
    later(writer, Duration.ofMinutes(1));

    assertThat(entries()).isEqualTo(expected(0, 3));
  }

  @Test
  void aFileIsRotatedBySizeAndTheSetHasEveryLineOnce() throws Exception {
    ReceiptWriter writer = writer(queue, new Rotation(60, Duration.ofHours(24), 100));
    for (int i = 0; i < 10; i++) {
      put(2);
      later(writer, Duration.ofSeconds(1));
    }

    assertThat(entries()).isEqualTo(expected(0, 20));
    assertThat(ReceiptFiles.rotatedFrom(file())).hasSize(9);
    assertThat(all()).filteredOn(HEAD.strip()::equals).as("each has a head").hasSize(10);
  }

  @Test
  void theDayOfUtcEndsAFileEvenIfTheJvmBeganOnTheDayBefore() throws Exception {
    Files.writeString(file(), line(next++));
    Files.setLastModifiedTime(file(), FileTime.from(now.minus(Duration.ofDays(1))));
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    assertThat(read(file())).containsExactly(HEAD.strip(), line(1).strip());

    later(writer, Duration.ofMinutes(119));
    put(1);
    turns(writer);
    assertThat(ReceiptFiles.rotatedFrom(file())).hasSize(1);
    later(writer, Duration.ofMinutes(1));
    put(1);
    turns(writer);
    assertThat(ReceiptFiles.rotatedFrom(file())).hasSize(2);
    assertThat(entries()).isEqualTo(expected(0, 4));
  }

  @Test
  void rotatedFilesAreCompressedAndOnlySoManyAreKept() throws Exception {
    ReceiptWriter writer = writer(queue, new Rotation(60, Duration.ofHours(24), 3));
    for (int i = 0; i < 10; i++) {
      put(2);
      later(writer, Duration.ofMinutes(1));
    }
    // Files have the time of this machine, not of the test.
    now = Instant.now().plusSeconds(60);
    put(2);
    turns(writer);
    now = now.plusSeconds(60);
    turns(writer);

    List<Path> rotated = ReceiptFiles.rotatedFrom(file());
    assertThat(rotated).hasSize(3).allMatch(ReceiptFiles::isCompressed);
    assertThat(entries()).isEqualTo(expected(22 - 8, 22));
    assertThat(folder.toFile().list()).hasSize(4);
  }

  @Test
  void underLoadNoMoreFilesAreThereThanAreKept() {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(100);
    RotatedFile file =
        new RotatedFile(
            file(),
            new Rotation(60, Duration.ofHours(24), 3),
            () -> {
              most.accumulateAndGet(folder.toFile().list().length, Math::max);
              put(left.getAndDecrement() > 0 ? 2 : 0); // more comes while it writes
              return HEAD.getBytes(StandardCharsets.US_ASCII);
            },
            () -> now,
            disk);
    put(2);
    turns(new ReceiptWriter(file(), queue, file, said::add, () -> nanos));

    assertThat(left.get()).isNotPositive();
    assertThat(most.get()).isEqualTo(4);
    assertThat(said).isEmpty();
  }

  @Test
  void aFileThatAnotherProcessRotatedAwayMeanwhileKeepsItsName() throws Exception {
    ReceiptWriter writer = writer(queue, new Rotation(60, Duration.ofHours(24), 100));
    for (int i = 0; i < 3; i++) {
      put(2);
      turns(writer);
    }
    Path next = ReceiptFiles.rotated(file(), now);
    Files.writeString(next, "of another process");
    put(2);
    turns(writer);

    assertThat(Files.readString(next)).isEqualTo("of another process");
    assertThat(ReceiptFiles.rotatedFrom(file())).hasSize(4);
  }

  @Test
  void aClockThatIsSetBackDoesNotMakeTheNewestTheOldest() throws Exception {
    ReceiptWriter writer = writer(queue, new Rotation(60, Duration.ofHours(24), 3));
    for (int i = 0; i < 14; i++) {
      put(2);
      now = now.minusSeconds(i == 7 ? 36_000 : 0);
      turns(writer);
    }

    assertThat(entries()).isEqualTo(expected(28 - 8, 28));
  }

  @Test
  void aCompressionThatWasCutShortIsDoneAgain() throws Exception {
    Path plain = ReceiptFiles.rotated(file(), now);
    Files.writeString(plain, line(next++));
    Files.writeString(plain.resolveSibling(plain.getFileName() + ".part"), "half");
    Path twin = ReceiptFiles.rotated(file(), now.plusSeconds(1));
    Files.writeString(twin, "gone on with after its compressed twin was whole\n");
    Files.copy(gzip(line(next++)), ReceiptFiles.compressed(twin));
    now = Instant.now().plusSeconds(60);
    put(1);
    ReceiptWriter writer = writer(queue, LARGE);
    turns(writer);
    now = now.plusSeconds(60);
    turns(writer);

    assertThat(entries()).isEqualTo(expected(0, 3));
    assertThat(folder.toFile().list()).hasSize(3);
  }

  private Path gzip(String text) throws IOException {
    Path file = Files.createTempFile("receipts", ".gz");
    try (var out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  @Test
  void aFileThatWasMovedOrCutByOthersIsBegunAnew() throws Exception {
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    Files.move(file(), folder.resolve("moved"));
    put(1);
    turns(writer);
    assertThat(read(file())).containsExactly(HEAD.strip(), line(1).strip());

    Files.writeString(file(), "");
    put(1);
    turns(writer);
    assertThat(read(file())).containsExactly(HEAD.strip(), line(2).strip());
  }

  /** As with logrotate's copytruncate: the key of the file is the one of before. */
  @Test
  void afterTheFileWasCutEachOfItsWritersSaysAgainWhoWrites() throws Exception {
    LineQueue others = new LineQueue(() -> now);
    ReceiptWriter one = writer(queue, LARGE);
    ReceiptWriter other = writer(others, LARGE);
    put(5);
    turns(one);
    Files.writeString(file(), "");
    others.offer(new Line(line(next++), Kind.RECEIPT));
    turns(other);
    put(1);
    turns(one);

    assertThat(read(file()))
        .containsExactly(HEAD.strip(), line(5).strip(), HEAD.strip(), line(6).strip());
  }

  @Test
  void whoOpensTheFileAgainSaysAgainWhoWrites() throws Exception {
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    disk.readOnly = true;
    put(1);
    turns(writer);
    Files.writeString(file(), "{\"head\":\"of another\"}\n".repeat(2));
    disk.readOnly = false;
    later(writer, Duration.ofMinutes(1));

    assertThat(read(file())).endsWith(HEAD.strip(), line(1).strip());
  }

  @Test
  void whatAJvmThatEndedLeftOfACompressionGoesWithItsFile() throws Exception {
    Path plain = ReceiptFiles.rotated(file(), now.minusSeconds(60));
    Files.writeString(plain, line(next++));
    Files.writeString(plain.resolveSibling(plain.getFileName() + ".part"), "half");
    ReceiptWriter writer = writer(queue, new Rotation(60, Duration.ofHours(24), 1));
    for (int i = 0; i < 3; i++) {
      put(2);
      later(writer, Duration.ofSeconds(1));
    }

    assertThat(folder.toFile().list()).hasSize(2).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void aNameThatAJvmTookAndDidNotUseIsGivenUp() throws Exception {
    Path taken = Files.createFile(ReceiptFiles.rotated(file(), now));
    now = Instant.now().plusSeconds(60);
    put(1);
    turns(writer(queue, LARGE));

    assertThat(folder.toFile().list()).containsExactly(file().getFileName().toString());
    assertThat(taken).doesNotExist();
  }

  @Test
  void aLineThatSomebodyElseLeavesTornCostsOnlyItself() throws Exception {
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    Files.writeString(file(), "{\"torn", StandardOpenOption.APPEND);
    put(2);
    turns(writer);

    assertThat(read(file()))
        .containsExactly(
            HEAD.strip(), line(0).strip(), "{\"torn", line(1).strip(), line(2).strip());
  }

  @Test
  void twoWhoWriteToOneFileRotateItOnceAndLoseNothing() throws Exception {
    Rotation small = new Rotation(200, Duration.ofHours(24), 1_000);
    LineQueue others = new LineQueue(() -> now);
    ReceiptWriter one = writer(queue, small);
    ReceiptWriter other = writer(others, small);
    for (int i = 0; i < 100; i++) {
      now = now.plusSeconds(1);
      queue.offer(new Line(line(next++), Kind.RECEIPT));
      turns(one);
      others.offer(new Line(line(next++), Kind.RECEIPT));
      turns(other);
    }

    assertThat(entries()).containsExactlyInAnyOrderElementsOf(expected(0, 200));
    assertThat(said).isEmpty();
  }

  @Test
  void aTornLineBeginsANewOneWhereItCannotBeCut() throws Exception {
    ReceiptWriter writer = writer(queue, LARGE);
    put(1);
    turns(writer);
    Files.writeString(file(), Files.readString(file()) + "{\"torn");
    turns(writer);
    put(1);
    turns(writer(queue, LARGE));

    assertThat(entries()).isEqualTo(expected(0, 2));
    assertThat(all()).filteredOn(HEAD.strip()::equals).as("of both writers").hasSize(2);
  }
}
