package io.joulebook.collector.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.ConfiguredPath;
import io.joulebook.collector.carbon.UnpricedEnergy;
import io.joulebook.collector.grid.Said;
import io.joulebook.collector.grid.Zone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingFileTest {
  private static final Instant NOON = HistoryEntries.NOON;
  private static final String NAME = "waiting.jsonl";
  private static final UnpricedEnergy WAITS = new UnpricedEnergy(NOON, 7, Map.of("model", "m"));

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void whatWaitsIsGivenOnceThoughWhoeverTookItIsKilled() {
    UnpricedEnergy waits = new UnpricedEnergy(NOON, 7, Map.of("model", "m"));
    try (History first = open()) {
      first.leaveWaiting(Said.DE, Said.METHOD, List.of(waits));
    }
    try (History killed = open()) {
      assertThat(killed.takeWaiting(Said.DE, Said.METHOD)).containsExactly(waits);
    }
    try (History next = open()) {
      assertThat(next.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
    }
  }

  @Test
  void whatWaitsForThePriceOfAnotherZoneStays() {
    UnpricedEnergy waits = new UnpricedEnergy(NOON, 7, Map.of("model", "m"));
    UnpricedEnergy elsewhere = new UnpricedEnergy(NOON, 8, Map.of("model", "m"));
    Zone france = new Zone("FR");
    try (History first = open()) {
      first.leaveWaiting(Said.DE, Said.METHOD, List.of(waits));
    }
    try (History other = open()) {
      assertThat(other.takeWaiting(france, Said.METHOD)).isEmpty();
      other.leaveWaiting(france, Said.METHOD, List.of(elsewhere));
    }
    try (History next = open()) {
      assertThat(next.takeWaiting(Said.DE, Said.METHOD)).containsExactly(waits);
    }
    try (History last = open()) {
      assertThat(last.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
      assertThat(last.takeWaiting(france, Said.METHOD)).isEmpty(); // it has asked before
    }
    try (History other = open()) {
      assertThat(other.takeWaiting(france, Said.METHOD)).containsExactly(elsewhere);
    }
  }

  @Test
  void aLineThatIsDamagedStaysAsItIsAndIsSaid() throws IOException {
    byte[] damaged = {'{', (byte) 0xff, '}', '\n'};
    Files.write(file(), damaged);

    try (History history = open()) {
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
      assertThat(history.isOnDisk()).isTrue();
      assertThat(history.errors()).containsOnly(Map.entry("unreadable", 1L));
      history.leaveWaiting(Said.DE, Said.METHOD, List.of(WAITS));
    }

    assertThat(said)
        .singleElement()
        .asString()
        .contains("cannot read", "waiting.jsonl, line 1: is damaged", "it stays there")
        .doesNotContain("cannot write", "Input length");
    assertThat(Files.readAllBytes(file())).startsWith(damaged);
    assertTaken(WAITS);
    assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "1e300",
        "18446744073709551615",
        "1000000000000001",
        "\"7\"",
        "null",
        "NaN"
      })
  void energyThatNobodyCanHaveUsedIsRefused(String microjoules) throws IOException {
    left(WAITS);
    String line = Files.readString(file());
    Files.writeString(file(), line.replace(":7,", ":" + microjoules + ",") + line);

    assertTaken(WAITS);
    assertThat(said).singleElement().asString().contains("waiting.jsonl, line 1: ");
    assertThat(Files.readString(file())).contains(":" + microjoules + ",");
  }

  @Test
  void negativeEnergyIsRefusedWithTheValueAndWhatIsAllowed() throws IOException {
    left(WAITS);
    Files.writeString(file(), Files.readString(file()).replace(":7,", ":-7,"));

    assertTaken();
    assertThat(said).singleElement().asString().contains("microjoules is -7; it must be from 0 to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-03-01T12:00:01Z", "+1000000000-12-31T23:55:00Z", "1969-12-31T23:55:00Z"})
  void aTimeThatIsNoFiveMinutesIsRefused(String bucket) throws IOException {
    left(WAITS);
    Files.writeString(file(), Files.readString(file()).replace("2026-03-01T12:00:00Z", bucket));

    assertTaken();
    assertThat(said).singleElement().asString().contains("line 1: bucket is " + bucket);
  }

  @Test
  void aFileThatCannotBeReadIsKeptAsideWhenTheJvmEnds() throws IOException {
    Files.createDirectory(file());
    try (History history = open()) {
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
      assertThat(history.errors()).containsOnly(Map.entry("unreadable", 1L));
      assertThat(said).singleElement().asString().contains("cannot read", NAME, "is tried again");
      history.leaveWaiting(Said.DE, Said.METHOD, List.of(WAITS));
    }

    assertThat(folder.resolve("unreadable-1-waiting.jsonl")).isDirectory();
    assertThat(said).last().asString().contains("is kept in", "unreadable-1-waiting.jsonl");
    assertTaken(WAITS);
  }

  @Test
  void whereManyAreKeptAsideNothingIsWrittenOver() throws IOException {
    Files.createDirectory(file());
    for (int i = 1; i <= 9; i++) {
      Files.createFile(folder.resolve("unreadable-" + i + "-" + NAME));
    }
    try (History history = open()) {
      history.leaveWaiting(Said.DE, Said.METHOD, List.of(WAITS));
      assertThat(history.errors()).containsOnlyKeys("write_failed");
    }

    assertThat(file()).isDirectory();
    assertThat(said).singleElement().asString().contains("9 such are kept already");
  }

  @Test
  void whatCouldNotBeReadIsTakenOnceItCan() throws IOException {
    left(WAITS);
    Path away = Files.move(file(), folder.resolve("away"));
    Files.createDirectory(file());
    try (History history = open()) {
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
      Files.delete(file());
      Files.move(away, file());
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).containsExactly(WAITS);
      assertThat(history.takeWaiting(Said.DE, Said.METHOD)).isEmpty();
    }
  }

  @Test
  void whatWasNotTakenIsNotWrittenOver() throws IOException {
    left(WAITS);
    UnpricedEnergy more = new UnpricedEnergy(NOON, 9, Map.of("model", "m"));
    left(more);

    assertTaken(WAITS, more);
  }

  private void left(UnpricedEnergy... energy) throws IOException {
    try (History history = open()) {
      history.leaveWaiting(Said.DE, Said.METHOD, List.of(energy));
    }
  }

  private void assertTaken(UnpricedEnergy... energy) {
    try (History next = open()) {
      assertThat(next.takeWaiting(Said.DE, Said.METHOD)).containsExactly(energy);
    }
  }

  private Path file() {
    return folder.resolve(NAME);
  }

  private History open() {
    return History.open(ConfiguredPath.of("grid.history", folder), NOON, told -> {}, said::add);
  }
}
