package io.joulebook.collector.report;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joulebook.collector.Account;
import io.joulebook.collector.Joules;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.receiptlog.EntryLine;
import io.joulebook.collector.receiptlog.FileHead;
import io.joulebook.collector.receiptlog.Gap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFilesTest {
  private static final String LINE = EntryLine.of(receipt(call("m"), charge(H100, 5, 7)));

  @TempDir private Path folder;
  private Archive archive;

  @BeforeEach
  void filesOfTwoPods() throws IOException {
    archive = new Archive(Files.createDirectories(folder.resolve("empty")));
    archive.with(archive.grid(Optional.of(Said.DE), List.of(FeedName.STATIC)));
    Path pods = folder.resolve("pods");
    for (String pod : List.of("a", "b")) {
      Path own = Files.createDirectories(pods.resolve(pod));
      Files.writeString(own.resolve("receipts.jsonl"), LINE);
      Files.writeString(own.resolve("receipts-20261101T000000Z.jsonl"), LINE + LINE);
      gzip(own.resolve("receipts-20261031T000000Z.jsonl.gz"), LINE + LINE + LINE);
      Files.writeString(own.resolve("history-2026-11.jsonl"), "{}");
      Files.writeString(own.resolve("receipts.jsonl.txt"), "not ours");
    }
  }

  private static void gzip(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static FileHead head(String run, String zone) {
    return new FileHead(
        1,
        "0.9",
        run,
        NOON,
        Map.of("grid.zone", zone),
        Optional.of(new FileHead.TablePrice("DE", "DE", 2024, 342_060, "Ember 2025")));
  }

  private String path(String name) {
    return folder.resolve("pods").resolve(name).toString();
  }

  private long calls(String... texts) throws ReportException {
    JSONObject json = archive.reading(texts).json();
    return json.getJSONArray("models").isEmpty()
        ? 0
        : json.getJSONArray("models").getJSONObject(0).getLong("calls");
  }

  @Test
  void aFileIsReadWithThoseThatWereRotatedAwayFromIt() throws Exception {
    assertThat(calls(path("a/receipts.jsonl"))).isEqualTo(6);
    Files.delete(Path.of(path("a/receipts.jsonl")));
    assertThat(calls(path("a/receipts.jsonl"))).isEqualTo(5);
    assertThat(calls(path("a/receipts-20261101T000000Z.jsonl"))).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/receipts.jsonl",
        "*/receipts*",
        "**/*.jsonl",
        "[ab]/receipts*.jsonl*",
        "{a,b}/receipts.jsonl",
      })
  void aPatternIsOfAllFilesThatMatchIt(String pattern) throws Exception {
    Files.delete(Path.of(path("a/receipts.jsonl.txt")));
    Files.delete(Path.of(path("b/receipts.jsonl.txt")));
    JSONObject json = archive.reading(path(pattern)).json();
    assertThat(json.getLong("entries")).isEqualTo(12);
    assertThat(json.getLong("damagedLines")).isZero();
    assertThat(json.getJSONArray("files").length()).isEqualTo(6);
  }

  @Test
  void foldersListsAndSeveralTextsAreReadEachFileOnce() throws Exception {
    assertThat(calls(path("a"))).isEqualTo(6);
    assertThat(calls(path("a") + "," + path("b"))).isEqualTo(12);
    assertThat(calls(path("a"), path("a/receipts.jsonl"), path("*/receipts.jsonl"))).isEqualTo(12);
    assertThat(calls(path("a/../a"), path("a"))).isEqualTo(6);
  }

  @Test
  void entriesThatStandInTheFilesTwiceAreRefused() throws Exception {
    String first = EntryLine.of(statement(H100, Map.of(Account.IDLE, Joules.ofMicros(5)), NOON));
    String later =
        EntryLine.of(
            statement(H100, Map.of(Account.IDLE, Joules.ofMicros(5)), NOON.plusSeconds(60)));
    Files.writeString(Path.of(path("a/receipts.jsonl")), first);
    Files.writeString(Path.of(path("b/receipts.jsonl")), later);
    assertThat(calls(path("a"), path("b"))).isEqualTo(10);

    Files.writeString(Path.of(path("b/receipts.jsonl")), later + first);
    assertThatThrownBy(() -> calls(path("a"), path("b")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("b/receipts.jsonl' has entries that stand in the files twice")
        .hasMessageContaining(NOON.toString());
  }

  @Test
  void theReportSaysWhichFilesItRead() throws Exception {
    assertThat(archive.reading(path("a")).report().text().replaceAll("\\s+", " "))
        .contains("files 3: ", "receipts-20261031T000000Z.jsonl.gz,", "/a/receipts.jsonl ");
  }

  @Test
  void whatIsNotThereIsNamedEvenAmongOthers() {
    assertThatThrownBy(() -> calls(path("a"), path("c/receipts.jsonl")))
        .hasMessageContaining("c/receipts.jsonl' does not exist");
    assertThatThrownBy(() -> calls(path("a/receipts-*.log")))
        .hasMessageContaining("matches no file");
    assertThatThrownBy(() -> calls(folder.toString())).hasMessageContaining("is a folder without");
  }

  @Test
  void aCompressedFileThatIsCutShortIsReadUpToThereAndCounted() throws Exception {
    Path file = folder.resolve("cut.jsonl.gz");
    gzip(file, LINE.repeat(400));
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - 9));
    JSONObject json = archive.reading(file.toString()).json();
    assertThat(json.getLong("damagedLines")).isOne();
    Files.write(file, new byte[0]);
    assertThat(calls(file.toString())).isZero();
  }

  @Test
  void aFileThatIsOnlyCalledCompressedCostsOnlyItself() throws Exception {
    Files.writeString(Path.of(path("a/receipts-20261103T000000Z.jsonl.gz")), LINE);
    assertThat(calls(path("a"))).isEqualTo(6);
    assertThat(archive.reading(path("a")).json().getLong("damagedLines")).isOne();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLinkThatLeadsBackAboveItselfIsNotFollowed() throws Exception {
    Files.createSymbolicLink(Path.of(path("a/back")), folder);
    assertThat(calls(folder + "/**/receipts*")).isEqualTo(12);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNeitherFileNorFolderIsNotWaitedFor() {
    assertThatThrownBy(() -> calls("/dev/zero"))
        .hasMessageContaining("'/dev/zero' is neither a file nor a folder");
  }

  @Test
  void aFileThatIsThereCompressedAsWellIsReadOnce() throws Exception {
    gzip(Path.of(path("a/receipts-20261101T000000Z.jsonl.gz")), LINE + LINE);
    assertThat(calls(path("a"))).isEqualTo(6);
  }

  @Test
  void aBackupThatWasCompressedWhileTheFileGrewStandsForNoOther() throws Exception {
    String head = EntryLine.of(head("r", "DE"));
    Files.writeString(folder.resolve("x.jsonl"), head + LINE + LINE + LINE);
    gzip(folder.resolve("x.jsonl.gz"), head + LINE);
    archive.reading(folder.toString());
    assertThat(archive.json().getJSONArray("models").getJSONObject(0).getLong("calls"))
        .isEqualTo(3);
    assertThat(archive.report().text()).contains("LEFT OUT", "x.jsonl.gz");
  }

  @Test
  void ofTwoCopiesTheOneWithMoreReceiptsIsReadThoughItIsCompressed() throws Exception {
    String head = EntryLine.of(head("r", "DE"));
    Files.writeString(folder.resolve("x.jsonl"), head + LINE + LINE);
    gzip(folder.resolve("y.jsonl.gz"), head + LINE.repeat(9));
    assertThat(calls(folder.toString())).isEqualTo(9);
  }

  @Test
  void aFileThatWasStartedAfterAnOlderOneWasCompressedIsReadToo() throws Exception {
    Files.writeString(folder.resolve("x.jsonl"), EntryLine.of(head("r", "DE")) + LINE);
    gzip(folder.resolve("x.jsonl.gz"), EntryLine.of(head("s", "DE")) + LINE + LINE);
    assertThat(calls(folder.toString())).isEqualTo(3);
  }

  @Test
  void aRotatedFileWhoseCompressedTwinIsCutShortIsReadItself() throws Exception {
    Path twin = Path.of(path("a/receipts-20261101T000000Z.jsonl.gz"));
    gzip(twin, LINE + LINE);
    byte[] all = Files.readAllBytes(twin);
    Files.write(twin, java.util.Arrays.copyOf(all, all.length - 9));
    assertThat(calls(path("a"))).isEqualTo(6);
    assertThat(archive.reading(path("a")).json().getLong("damagedLines")).isZero();
  }

  @Test
  void aCopyIsLeftOutAndSaid() throws Exception {
    String head = EntryLine.of(head("r", "DE"));
    Files.writeString(folder.resolve("x.jsonl"), head + LINE + LINE);
    Files.writeString(folder.resolve("backup.jsonl"), head + LINE);
    archive.reading(folder.resolve("*.jsonl").toString());
    assertThat(archive.json().getJSONArray("models").getJSONObject(0).getLong("calls"))
        .isEqualTo(2);
    assertThat(archive.report().text()).contains("LEFT OUT", "backup.jsonl");
  }

  @Test
  void gapsAreShownWithTheirTimeAndReason() throws Exception {
    Gap gap = new Gap(NOON, NOON.plusSeconds(60), "disk_full", 1_234, 5);
    Files.writeString(folder.resolve("x.jsonl"), LINE + EntryLine.of(gap));
    archive.reading(folder.resolve("x.jsonl").toString());
    assertThat(archive.report().text().replaceAll("\\s+", " "))
        .contains("GAP: 1,234 receipts and 5 statements from " + NOON, "(disk_full)");
    assertThat(Archive.only(archive.json().getJSONArray("gaps")).getLong("lostReceipts"))
        .isEqualTo(1_234);
    assertThat(archive.from("2027-01-01T00:00:00Z").json().getJSONArray("gaps").length()).isZero();
  }

  @Test
  void whoWroteTheFilesIsSaidAndAnotherZoneIsAWarning() throws Exception {
    Files.writeString(folder.resolve("x.jsonl"), EntryLine.of(head("r", "DE")) + LINE);
    Files.writeString(folder.resolve("y.jsonl"), EntryLine.of(head("s", "FR")) + LINE);
    archive.reading(folder.resolve("x.jsonl").toString(), folder.resolve("y.jsonl").toString());
    assertThat(archive.report().text().replaceAll("\\s+", " "))
        .contains("2 runs of 0.9; static 342.06 g/kWh (DE, 2024, Ember 2025)")
        .contains("ZONE: files were written with grid.zone FR, this report is of DE")
        .doesNotContain("grid.zone DE,");
    assertThat(archive.json().getLong("damagedLines")).isZero();
  }
}
