package io.joulebook.collector.receiptlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Sensor;
import io.joulebook.collector.Source;
import io.joulebook.collector.Statement;
import io.joulebook.collector.carbon.BucketSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StatementSumsTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<Statement> out = new ArrayList<>();

  private static Statement statement(
      String device, Instant from, Instant to, long requests, long idle) {
    Duration length = Duration.between(from, to);
    return new Statement(
        new Device(device, Component.GPU, Source.NVML),
        from,
        to,
        length.isNegative() ? Duration.ZERO : length,
        length.isNegative() ? Duration.ZERO : length.dividedBy(3),
        Joules.ofMicros(requests + idle),
        Map.of(Account.REQUESTS, Joules.ofMicros(requests), Account.IDLE, Joules.ofMicros(idle)),
        Joules.ofMicros(requests % 7),
        Sensor.UNKNOWN);
  }

  private static Instant at(long millis) {
    return NOON.plusMillis(millis);
  }

  @Test
  void statementsOfAMinuteBecomeOneAndTheNextBeginsAtTheFullMinute() {
    StatementSums sums = new StatementSums(MINUTE, out::add);
    sums.add(statement("a", at(100), at(20_000), 5, 1));
    sums.add(statement("a", at(20_000), at(60_000), 7, 2));
    sums.add(statement("a", at(60_000), at(80_000), 11, 3));
    sums.end();

    assertThat(out).extracting(Statement::from).containsExactly(at(100), at(60_000));
    assertThat(out).extracting(Statement::to).containsExactly(at(60_000), at(80_000));
    assertThat(out).extracting(s -> s.measured().micros()).containsExactly(15L, 14L);
    assertThat(out.get(0).accounts().get(Account.REQUESTS)).isEqualTo(Joules.ofMicros(12));
    assertThat(out.get(0).busy()).isEqualTo(Duration.ofMillis(59_900).dividedBy(3));
    assertThat(out.get(0).residual()).as("that of the last").isEqualTo(Joules.ZERO);
  }

  @Test
  void devicesAreSummedApart() {
    StatementSums sums = new StatementSums(MINUTE, out::add);
    sums.add(statement("a", at(0), at(10), 1, 0));
    sums.add(statement("b", at(0), at(10), 2, 0));
    sums.end();

    assertThat(out).extracting(s -> s.measured().micros()).containsExactly(1L, 2L);
  }

  @Test
  void aDeviceThatFellSilentIsWrittenWhenItsMinuteIsOver() {
    StatementSums sums = new StatementSums(MINUTE, out::add);
    sums.add(statement("lost", at(0), at(10), 1, 0));
    sums.add(statement("b", at(0), at(10), 2, 0));
    sums.add(statement("b", at(119_900), at(120_000), 2, 0));

    assertThat(out).extracting(s -> s.device().id()).contains("lost");
  }

  @Test
  void aClockThatWasSetSpoilsNoSum() {
    StatementSums sums = new StatementSums(MINUTE, out::add);
    sums.add(statement("a", at(0), at(10), 1, 0));
    sums.add(statement("a", at(10), at(-3_600_000), 2, 0));
    sums.add(statement("a", at(-3_600_000), at(-3_599_000), 4, 0));
    sums.add(statement("a", at(-3_599_000), at(-3_599_000).plus(Duration.ofDays(40)), 8, 0));
    sums.end();

    assertThat(out.stream().mapToLong(s -> s.measured().micros()).sum()).isEqualTo(15);
    assertThat(out).hasSize(4);
  }

  @Test
  void withoutAnIntervalEachStandsByItself() {
    Statement across = statement("a", at(-5), at(5), 1, 0);
    StatementSums sums = new StatementSums(Duration.ZERO, out::add);
    sums.add(across);

    assertThat(out).containsExactly(across);
  }

  @Property(tries = 300)
  void nothingIsLostNothingCrossesASpanAndFiveMinutesHaveTheSameEnergy(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 700_000) Integer> millis,
      @ForAll @IntRange(min = 0, max = 1_000_003) int energy) {
    out.clear();
    List<Statement> in = new ArrayList<>();
    long from = 17;
    for (int length : millis) {
      long more = (long) energy * length / 1_000;
      in.add(statement("a", at(from), at(from + length), more, energy % 13));
      from += length;
    }
    StatementSums sums = new StatementSums(MINUTE, out::add);
    in.forEach(sums::add);
    sums.end();

    for (Account account : List.of(Account.REQUESTS, Account.IDLE)) {
      assertThat(buckets(out, account)).isEqualTo(buckets(in, account));
    }
    assertThat(out)
        .allSatisfy(
            s -> {
              assertThat(s.measured())
                  .isEqualTo(s.accounts().values().stream().reduce(Joules.ZERO, Joules::plus));
              assertThat(s.to().minusNanos(1).getEpochSecond() / 60)
                  .isEqualTo(s.from().getEpochSecond() / 60);
            });
    assertThat(total(out)).isEqualTo(total(in));
  }

  private static Map<Instant, Long> buckets(List<Statement> statements, Account account) {
    Map<Instant, Long> buckets = new TreeMap<>();
    for (Statement s : statements) {
      BucketSplit.split(
          s.accounts().get(account).micros(),
          s.from(),
          s.to(),
          (bucket, micros) -> buckets.merge(bucket, micros, Long::sum));
    }
    buckets.values().removeIf(micros -> micros == 0);
    return buckets;
  }

  private static List<Object> total(List<Statement> statements) {
    return List.of(
        statements.stream().map(Statement::measured).reduce(Joules.ZERO, Joules::plus),
        statements.stream().map(Statement::busy).reduce(Duration.ZERO, Duration::plus),
        statements.stream().map(Statement::length).reduce(Duration.ZERO, Duration::plus),
        statements.get(statements.size() - 1).residual());
  }
}
