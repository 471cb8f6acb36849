package io.joulebook.collector.receiptlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.collector.Account;
import io.joulebook.collector.AgentHealth;
import io.joulebook.collector.Call;
import io.joulebook.collector.Charge;
import io.joulebook.collector.Collector;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Watts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptFileTest {
  private static final Device GPU = new Device("GPU-1", Component.GPU, Source.NVML);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final Instant END = START.plusNanos(1_500_000_000);
  private static final Statement STATEMENT =
      new Statement(
          GPU,
          START,
          END,
          Duration.ofMillis(1_500),
          Duration.ofMillis(400),
          Joules.ofMicros(60),
          Map.of(Account.REQUESTS, Joules.ofMicros(40), Account.IDLE, Joules.ofMicros(20)),
          Joules.ofMicros(-3),
          new Sensor(
              Optional.of(Duration.ofMillis(100)),
              Optional.empty(),
              Optional.of(Watts.ofMillis(110_000)),
              Optional.empty(),
              Set.of()));

  @TempDir Path folder;

  private final List<Object> handedOn = new ArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  private final Collector books =
      new Collector() {
        @Override
        public void accept(Receipt receipt) {
          handedOn.add(receipt);
        }

        @Override
        public void accept(Statement statement) {
          handedOn.add(statement);
        }

        @Override
        public void health(Supplier<AgentHealth> health) {
          handedOn.add(health.get());
        }
      };

  private static Receipt receipt(String model, OptionalLong tokens, Optional<String> route) {
    return new Receipt(
        new Call(model, "custom", "score", Call.Outcome.ERROR),
        START,
        Duration.ofMillis(1_500),
        OptionalLong.of(2),
        tokens,
        OptionalLong.empty(),
        route,
        Optional.empty(),
        List.of(
            new Charge(
                GPU,
                START,
                END,
                Joules.ofMicros(30),
                Joules.ofMicros(10),
                Joules.ofMicros(5),
                Duration.ofNanos(77))),
        Quality.UNRESOLVED);
  }

  private static Receipt plain() {
    return receipt("ranker", OptionalLong.empty(), Optional.empty());
  }

  private Path file() {
    return folder.resolve("receipts.jsonl");
  }

  private List<String> entries() throws IOException {
    return Files.readAllLines(file()).stream().filter(line -> !line.contains("\"head\"")).toList();
  }

  private ReceiptFile open(Path path, Duration interval) {
    FileHead head = new FileHead(1, "0.1", "run", START, Map.of("pue", "1.2"), Optional.empty());
    return ReceiptFile.open(
        path, new Rotation(1 << 20, Duration.ofHours(24), 3), interval, head, books, said::add);
  }

  private static void write(ReceiptFile receipts) {
    receipts.end(20_000);
  }

  @Test
  void eachEntryIsOneLineWithWhatIsKnown() throws Exception {
    ReceiptFile receipts = open(file(), Duration.ZERO);
    receipts.accept(receipt("ranker", OptionalLong.of(7), Optional.of("/rank")));
    receipts.accept(STATEMENT);
    write(receipts);

    assertThat(String.join("\n", entries()) + "\n")
        .isEqualTo(
            """
            {"type":"receipt","model":"ranker","engine":"custom","operation":"score","outcome":"error",\
            "start":"2026-01-02T03:04:05.000000006Z","durationNanos":1500000000,"items":2,"inputTokens":7,\
            "route":"/rank","quality":"unresolved","charges":[{"device":"GPU-1","component":"gpu","source":"nvml",\
            "from":"2026-01-02T03:04:05.000000006Z","to":"2026-01-02T03:04:06.500000006Z",\
            "activeMicrojoules":30,"baseMicrojoules":10,"uncertaintyMicrojoules":5,"occupiedNanos":77}]}
            {"type":"statement","device":"GPU-1","component":"gpu","source":"nvml",\
            "from":"2026-01-02T03:04:05.000000006Z","to":"2026-01-02T03:04:06.500000006Z","lengthNanos":1500000000,"busyNanos":400000000,"measuredMicrojoules":60,\
            "accounts":{"requests":40,"idle":20},"residualMicrojoules":-3,"baseMilliwatts":110000,"periodNanos":100000000}
            """);
    assertThat(handedOn).hasSize(2);
    assertThat(said).isEmpty();
    assertThat(receipts.status().written()).isEqualTo(2);
    assertThat(receipts.status().lost().values()).containsOnly(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\"b\\c/d",
        "line\nreturn\rtab\tbell\u0007nul\u0000delete\u007f",
        "séparateur\u2028\u2029",
        "模型 🜨",
        "half \ud83d of a pair",
        "</script>",
      })
  void anyTextComesBackAsItWas(String text) throws Exception {
    ReceiptFile receipts = open(file(), Duration.ZERO);
    receipts.accept(receipt(text, OptionalLong.empty(), Optional.of(text)));
    write(receipts);

    JsonNode line = new ObjectMapper().readTree(entries().get(0));
    assertThat(line.get("model").textValue()).isEqualTo(text);
    assertThat(line.get("route").textValue()).isEqualTo(text);
    assertThat(entries().get(0)).matches("[ -~]*");
  }

  @Test
  void whatIsThereStaysAndTheFileBeginsWithWhoWroteIt() throws Exception {
    Files.writeString(file(), "{}\n");
    ReceiptFile receipts = open(file(), Duration.ZERO);
    receipts.accept(plain());
    write(receipts);

    List<String> lines = Files.readAllLines(file());
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("{}");
    assertThat(lines.get(1))
        .startsWith("{\"type\":\"head\",\"format\":1,\"version\":\"0.1\",\"run\":\"run\",\"at\":")
        .contains("\"configuration\":{\"pue\":\"1.2\"}");
  }

  @Test
  void aTornLineCostsOnlyItself() throws Exception {
    Files.writeString(file(), "{\"type\":\"receipt\",\"mod");
    ReceiptFile receipts = open(file(), Duration.ZERO);
    receipts.accept(plain());
    write(receipts);

    assertThat(Files.readAllLines(file())).hasSize(3).endsWith(EntryLine.of(plain()).strip());
  }

  @Test
  void theFileHasSumsAndTheCollectorEveryStatement() throws Exception {
    ReceiptFile receipts = open(file(), Duration.ofMinutes(1));
    receipts.accept(STATEMENT);
    receipts.accept(STATEMENT);
    write(receipts);

    assertThat(handedOn).hasSize(2);
    assertThat(entries()).singleElement().asString().contains("\"measuredMicrojoules\":120");
  }

  @Test
  void afterTheEndHasBegunEachEntryIsWrittenByItself() throws Exception {
    ReceiptFile receipts = open(file(), Duration.ofMinutes(1));
    write(receipts);
    receipts.accept(STATEMENT);
    receipts.accept(plain());
    write(receipts);

    assertThat(entries()).hasSize(2);
  }

  @Test
  void aFolderOrAFileInNoFolderOrAPipeIsSaidAndTheBooksGoOn() throws Exception {
    Path absent = folder.resolve("absent/receipts");
    for (Path path : List.of(folder, absent, Path.of("/dev/full"))) {
      ReceiptFile receipts = open(path, Duration.ZERO);
      receipts.accept(plain());
      receipts.end(1_000);
    }

    assertThat(handedOn).hasSize(3);
    assertThat(said)
        .anyMatch(line -> line.contains(folder + " cannot be written (is a directory)"))
        .anyMatch(line -> line.contains(absent + " cannot be written (there is no folder"))
        .anyMatch(line -> line.contains("/dev/full cannot be written (is no regular file)"));
  }

  @Test
  void aLinkThatLeadsNowhereIsSaidWithTheReason() throws Exception {
    Path link = Files.createSymbolicLink(file(), folder.resolve("gone/receipts.jsonl"));
    ReceiptFile receipts = open(link, Duration.ZERO);
    receipts.accept(plain());
    receipts.end(1_000);

    assertThat(said)
        .singleElement()
        .asString()
        .contains(link + " cannot be written (there is no folder " + folder.resolve("gone"));
  }

  @Test
  void aLinkToAFileThatIsStillToComeIsWrittenTo() throws Exception {
    Path target = folder.resolve("elsewhere.jsonl");
    ReceiptFile receipts = open(Files.createSymbolicLink(file(), target), Duration.ZERO);
    receipts.accept(plain());
    write(receipts);

    assertThat(Files.readAllLines(target)).hasSize(2);
    assertThat(said).isEmpty();
  }

  @Test
  void aNameThatIsTooLongToBeRotatedIsSaidAtTheStart() {
    Path file = folder.resolve("r".repeat(240) + ".jsonl");
    ReceiptFile receipts = open(file, Duration.ZERO);
    receipts.accept(plain());
    receipts.end(1_000);

    assertThat(said)
        .singleElement()
        .asString()
        .contains(file + " cannot be written (it could not be rotated: ", "name too long");
  }

  @Test
  void aFileCanBeTriedBeforeAndIsLeftAsItIs() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.writeString(folder.resolve("there"), "a line");

    ReceiptFile.check(folder.resolve("there"));
    ReceiptFile.check(folder.resolve("not-yet"));

    assertThat(folder.resolve("there")).hasContent("a line");
    assertThat(folder.toFile().list()).hasSize(2);
    for (Path bad :
        List.of(
            folder,
            pipe,
            Path.of("/dev/full"),
            folder.resolve("absent/receipts"),
            Path.of("/proc/receipts"))) {
      assertThatThrownBy(() -> ReceiptFile.check(bad))
          .as("%s", bad)
          .isInstanceOf(IOException.class)
          .hasMessageMatching(
              "is a directory|is no regular file|there is no folder.*|no file can be made in.*");
    }
  }

  @Test
  void aFolderThatComesLaterIsWrittenTo() throws Exception {
    Path absent = folder.resolve("mounted/receipts.jsonl");
    ReceiptFile receipts = open(absent, Duration.ZERO);
    receipts.accept(plain());
    Files.createDirectory(absent.getParent());
    write(receipts);

    assertThat(absent).exists();
    assertThat(receipts.status().written()).isOne();
  }

  @Test
  void whatCannotBeMadeALineIsCountedAndTheBooksGoOn() throws Exception {
    ReceiptFile receipts = open(file(), Duration.ZERO);
    receipts.accept(
        new Receipt(
            plain().call(),
            START,
            Duration.ofSeconds(Long.MAX_VALUE),
            OptionalLong.of(1),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Quality.UNMEASURED));
    receipts.accept(plain());
    write(receipts);

    assertThat(receipts.status().lost()).containsEntry("failed", 1L);
    assertThat(String.join("", entries())).contains("\"type\":\"gap\"", "\"lostReceipts\":1");
    assertThat(handedOn).hasSize(2);
  }

  @Test
  void vitalsAreHandedOn() {
    open(file(), Duration.ZERO).health(() -> AgentHealth.NONE);

    assertThat(handedOn).containsExactly(AgentHealth.NONE);
  }
}
