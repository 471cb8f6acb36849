package io.joulebook.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joulebook.collector.Account;
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
import io.joulebook.collector.Vitals;
import io.joulebook.collector.Watts;
import io.joulebook.collector.intake.EntryLine;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
  private final List<String> said = new ArrayList<>();

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
        public void vitals(Supplier<Vitals> vitals) {
          handedOn.add(vitals.get());
        }
      };

  private static Receipt receipt(String model, OptionalLong tokens, Optional<String> route) {
    return new Receipt(
        new Call(model, "custom", "score", Call.Outcome.ERROR),
        START,
        Duration.ofMillis(1_500),
        2,
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

  private ReceiptFile receipts(OutputStream out, long largest) {
    return new ReceiptFile(file().toFile(), out, books, said::add, largest);
  }

  private ReceiptFile toFile(long largest) throws IOException {
    return receipts(new FileOutputStream(file().toFile(), true), largest);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void eachEntryIsOneLineWithWhatIsKnown() throws Exception {
    ReceiptFile receipts = toFile(ReceiptFile.LARGEST_BYTES);
    receipts.accept(receipt("ranker", OptionalLong.of(7), Optional.of("/rank")));
    receipts.accept(STATEMENT);
    receipts.writeRest();

    assertThat(Files.readString(file()))
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
    ReceiptFile receipts = toFile(ReceiptFile.LARGEST_BYTES);
    receipts.accept(receipt(text, OptionalLong.empty(), Optional.of(text)));
    receipts.writeRest();

    assertThat(lines())
        .singleElement()
        .satisfies(line -> assertThat(line.get("model").textValue()).isEqualTo(text))
        .satisfies(line -> assertThat(line.get("route").textValue()).isEqualTo(text));
    assertThat(Files.readString(file()).strip()).matches("[ -~]*");
  }

  @Test
  void whatIsThereStays() throws Exception {
    Files.writeString(file(), "{}\n");
    Collector receipts = ReceiptFile.open(file().toString(), books, said::add);
    receipts.accept(plain());
    ((ReceiptFile) receipts).writeRest();

    assertThat(lines()).hasSize(2);
  }

  @Test
  void aFullFileIsSaidOnceAndEndsWithAWholeLine() throws Exception {
    int line = EntryLine.of(plain()).length();
    Files.writeString(file(), "{}\n");
    ReceiptFile receipts = toFile(3 + 2L * line + 10);
    for (int i = 0; i < 5; i++) {
      receipts.accept(plain());
    }

    assertThat(lines()).hasSize(3);
    assertThat(said).singleElement().asString().contains("is full at " + (3 + 2 * line + 10));
    assertThat(handedOn).hasSize(5);
  }

  @Test
  void aFileThatWasCutHasRoomAgain() throws Exception {
    int line = EntryLine.of(plain()).length();
    ReceiptFile receipts = toFile(2L * line);
    receipts.writeRest();
    for (int i = 0; i < 6; i++) {
      receipts.accept(plain());
      receipts.accept(plain());
      Files.writeString(file(), "");
    }

    assertThat(said).isEmpty();
  }

  @Test
  void aDiskThatIsFullIsSaidOnceAndTheBooksGoOn() {
    ReceiptFile receipts =
        receipts(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("No space left on device");
              }
            },
            ReceiptFile.LARGEST_BYTES);
    for (int i = 0; i < 1000; i++) {
      receipts.accept(plain());
      receipts.accept(STATEMENT);
    }

    assertThat(said).singleElement().asString().contains("No space left on device");
    assertThat(handedOn).hasSize(2000);
  }

  @Test
  void aFolderOrAFileInNoFolderIsRefused() {
    File absent = new File(folder.toFile(), "absent/receipts");

    assertThat(ReceiptFile.open(folder.toString(), books, said::add)).isSameAs(books);
    assertThat(ReceiptFile.open(absent.getPath(), books, said::add)).isSameAs(books);
    assertThat(ReceiptFile.open("/dev/full", books, said::add)).isSameAs(books);
    assertThat(said).hasSize(3);
    assertThat(said.get(0)).contains("receipts.file", folder.toString(), "is a directory");
    assertThat(said.get(1)).contains(absent.getPath(), "No such file");
    assertThat(said.get(2)).contains("is no regular file");
  }

  @Test
  void vitalsAreHandedOn() throws Exception {
    toFile(1).vitals(() -> Vitals.NONE);

    assertThat(handedOn).containsExactly(Vitals.NONE);
  }
}
