package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.NOON;
import static io.joulebook.collector.Entries.PRETENDED;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static io.joulebook.collector.Entries.traced;
import static io.joulebook.collector.Entries.withTokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.joulebook.collector.Account;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Entries;
import io.joulebook.collector.Glob;
import io.joulebook.collector.Grams;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Quality;
import io.joulebook.collector.Receipt;
import io.joulebook.collector.Source;
import io.joulebook.collector.carbon.Embodied;
import io.joulebook.collector.carbon.Footprint;
import io.joulebook.collector.carbon.Training;
import io.joulebook.collector.carbon.Wue;
import io.joulebook.collector.grid.FeedNames;
import io.joulebook.collector.grid.RecordKind;
import io.joulebook.collector.grid.Said;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The figures are computed by hand. A server of 1000 kg over 4 years is the specification's. */
class FootprintTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Joules KILOWATT_HOUR = Joules.ofMicros(3_600_000_000_000L);
  private static final Embodied SERVER = server(1_000, 1_000);

  @Test
  void anHourOfTheSpecificationsServerIsTwentyEightAndAHalfGrams() {
    assertThat(SERVER.of(HOUR.toNanos())).isEqualTo(Grams.ofNanos(28_538_812_785L));
    assertThat(server(250, 1_000).of(HOUR.toNanos())).isEqualTo(Grams.ofNanos(7_134_703_196L));
    assertThat(server(1_000, 500).of(HOUR.toNanos())).isEqualTo(Grams.ofNanos(57_077_625_570L));
  }

  @Test
  void aCallBearsItsTimeOnTheDeviceAndIdleTimeTheRest() {
    Books books = Books.with(made(SERVER)).enter(oneCall()).enter(twoHours());

    assertThat(books.sum("joulebook_co2e_grams_total", "kind=\"embodied\"", "tier=\"configured\""))
        .isEqualByComparingTo("28.538812785");
    assertThat(books.sum("joulebook_device_embodied_grams_total", "account=\"requests\""))
        .isEqualByComparingTo("28.538812785");
    assertThat(books.sum("joulebook_device_embodied_grams_total", "account=\"idle\""))
        .isEqualByComparingTo("28.538812785");
  }

  @Test
  void theScoreHasIdleEnergyAndIdleTimeInIt() {
    Books books = Books.with(made(SERVER)).enter(oneCall()).enter(twoHours());

    // 2 kWh at 342.06 g/kWh, and two hours of the server.
    BigDecimal all = new BigDecimal("741.197625570");
    assertThat(sci(books, "call")).isEqualByComparingTo(all);
    assertThat(sci(books, "request")).isEqualByComparingTo(all);
    assertThat(sci(books, "item")).isEqualByComparingTo("185.299406393");
    assertThat(sci(books, "output_token")).isEqualByComparingTo("7.411976256");
  }

  /** 1 kWh at 100 g/kWh, and another source's at 500 g/kWh with as much idle: 100 + 2 x 500. */
  @Test
  void theEnergyOfEachSourceHasTheIntensityOfItsOwnTime() {
    Device other = Entries.PACKAGE;
    Books books =
        Books.onALiveFeed(Footprint.NONE)
            .learn(
                Said.by(FeedNames.ELECTRICITY_MAPS, RecordKind.ACTUAL, 100, NOON, HOUR),
                Said.by(FeedNames.ELECTRICITY_MAPS, RecordKind.ACTUAL, 500, NOON.plus(HOUR), HOUR))
            .enter(
                receipt(
                    call("m"),
                    kilowattHour(),
                    charge(
                        other,
                        KILOWATT_HOUR.micros(),
                        0,
                        NOON.plus(HOUR),
                        NOON.plus(HOUR.multipliedBy(2)))))
            .enter(statement(H100, Map.of(Account.REQUESTS, KILOWATT_HOUR), NOON, HOUR, HOUR))
            .enter(
                statement(
                    other,
                    Map.of(Account.REQUESTS, KILOWATT_HOUR, Account.IDLE, KILOWATT_HOUR),
                    NOON.plus(HOUR),
                    HOUR,
                    HOUR))
            .settle(NOON.plus(HOUR.multipliedBy(2)));

    assertThat(sci(books, "call")).isEqualByComparingTo("1100");
  }

  @Test
  void theScoreOfManyCallsIsASumOverASumAndNotAMeanOfRatios() {
    Receipt small = withTokens(1, 1, receipt(call("minilm"), kilowattHour()));
    Receipt large = withTokens(1, 99, receipt(call("minilm"), kilowattHour()));
    Books books = Books.with(Footprint.NONE).enter(small, large);
    books.enter(
        statement(
            H100, Map.of(Account.REQUESTS, KILOWATT_HOUR.plus(KILOWATT_HOUR)), NOON, HOUR, HOUR));

    assertThat(sci(books, "output_token")).isEqualByComparingTo("6.8412");
    assertThat(books.values()).noneSatisfy((k, v) -> assertThat(k).contains("per=\"request\""));
  }

  @Test
  void theScoreTakesEnergyThatWaitsAtTheIntensityOfThatWhichDoesNot() {
    Books books =
        Books.onALiveFeed(Footprint.NONE)
            .learn(Said.by(FeedNames.ELECTRICITY_MAPS, RecordKind.ACTUAL, 250, NOON, HOUR))
            .enter(receipt(call("m"), kilowattHour()))
            .enter(statement(H100, Map.of(Account.REQUESTS, KILOWATT_HOUR), NOON, HOUR, HOUR))
            .settle(NOON.plus(HOUR));
    assertThat(sci(books, "call")).isEqualByComparingTo("250");

    books.enter(
        receipt(
            call("m"),
            charge(
                H100,
                KILOWATT_HOUR.micros(),
                0,
                NOON.plus(HOUR),
                NOON.plus(HOUR.multipliedBy(2)))));
    assertThat(sci(books, "call")).isEqualByComparingTo("250");
  }

  @Test
  void callsOfOneTraceAreOneRequest() {
    Books books =
        Books.with(Footprint.NONE)
            .enter(
                traced("a", receipt(call("m"), kilowattHour())),
                traced("a", receipt(call("m"), kilowattHour())),
                traced("b", receipt(call("m"), kilowattHour())))
            .enter(statement(H100, Map.of(Account.REQUESTS, KILOWATT_HOUR), NOON, HOUR, HOUR));

    assertThat(sci(books, "request")).isEqualByComparingTo("513.09");
    assertThat(sci(books, "call")).isEqualByComparingTo("342.06");

    books.enter(receipt(call("m"), kilowattHour()));
    assertThat(sci(books, "request")).isEqualByComparingTo("513.09");
  }

  @Test
  void aSimulatedDeviceAddsNothingToTheScoreOfMeasuredCalls() {
    Books books = Books.with(Footprint.NONE).enter(oneCall()).enter(twoHours());
    books.enter(
        statement(
            PRETENDED,
            Map.of(Account.REQUESTS, Joules.ofMicros(1), Account.IDLE, KILOWATT_HOUR),
            NOON,
            HOUR,
            HOUR));

    assertThat(sci(books, "call")).isEqualByComparingTo("684.12");
  }

  @Test
  void aScoreIsNeverRoundedToNothing() {
    Receipt batch =
        new Receipt(
            call("m"),
            NOON,
            HOUR,
            OptionalLong.of(1_024),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(charge(H100, 40, 0)),
            Quality.MEASURED);
    Books books = Books.with(Footprint.NONE).enter(batch);
    books.enter(statement(H100, Map.of(Account.REQUESTS, Joules.ofMicros(40)), NOON, HOUR, HOUR));

    // 40 uJ at 342.06 g/kWh are 3.8 ng.
    assertThat(books.sum("joulebook_sci_grams", "per=\"item\"").doubleValue())
        .isCloseTo(40e-6 / 3.6e6 * 342.06 / 1_024, within(1e-20));
  }

  @Test
  void idleIsBorneByTheCallsOfItsOwnDevice() {
    Device other = new Device("GPU-2", Component.GPU, Source.NVML);
    Books books =
        Books.with(Footprint.NONE)
            .enter(receipt(call("busy"), kilowattHour()))
            .enter(receipt(call("rare"), charge(other, KILOWATT_HOUR.micros(), 0)));
    books.enter(
        statement(H100, Map.of(Account.REQUESTS, KILOWATT_HOUR), NOON, HOUR, HOUR),
        statement(
            other,
            Map.of(Account.REQUESTS, KILOWATT_HOUR, Account.IDLE, KILOWATT_HOUR),
            NOON,
            HOUR,
            HOUR));

    assertThat(books.sum("joulebook_sci_grams", "model=\"busy\"", "per=\"call\""))
        .isEqualByComparingTo("342.06");
    assertThat(books.sum("joulebook_sci_grams", "model=\"rare\"", "per=\"call\""))
        .isEqualByComparingTo("684.12");
  }

  @Test
  void waterAndTrainingAreCountedApart() {
    Training training = new Training(Glob.of("mini*"), Grams.ofNanos(1_000_000_000_000L), 3);
    Books books =
        Books.with(new Footprint(List.of(), List.of(training), Optional.of(Wue.parse("0.27"))));
    books.enter(oneCall(), receipt(call("other"), kilowattHour()));

    assertThat(books.sum("joulebook_water_litres_total")).isEqualByComparingTo("0.54");
    assertThat(books.sum("joulebook_training_grams_total")).isEqualByComparingTo("333.333333333");
    assertThat(books.sum("joulebook_co2e_grams_total")).isEqualByComparingTo("684.12");
  }

  @Test
  void figuresBeyondAllMeasureDoNotCostTheScrape() {
    Grams most = Grams.ofNanos(Long.MAX_VALUE);
    Embodied moon = new Embodied(Glob.of("*"), most, Duration.ofNanos(1), 1_000, 1, "configured");
    Training endless = new Training(Glob.of("*"), most, 1);
    Books books =
        Books.with(new Footprint(List.of(moon), List.of(endless), Optional.empty()))
            .enter(oneCall(), oneCall())
            .enter(twoHours());

    assertThat(books.shown())
        .contains("joulebook_training_grams_total", "joulebook_sci_grams", "kind=\"embodied\"");
  }

  @Test
  void withoutAWordOfItNothingOfItIsShown() {
    Books books = Books.with(Footprint.NONE).enter(oneCall()).enter(twoHours());

    assertThat(books.shown())
        .doesNotContain("device_embodied", "water", "training", "kind=\"embodied\"")
        .contains("joulebook_sci_grams");
  }

  private static BigDecimal sci(Books books, String per) {
    return books
        .sum("joulebook_sci_grams", "per=\"" + per + "\"")
        .setScale(9, RoundingMode.HALF_UP);
  }

  private static Receipt oneCall() {
    return traced("t", withTokens(1, 100, receipt(call("minilm"), kilowattHour())));
  }

  private static io.joulebook.collector.Charge kilowattHour() {
    return charge(H100, KILOWATT_HOUR.micros(), 0, NOON, NOON.plus(HOUR));
  }

  private static io.joulebook.collector.Statement twoHours() {
    return statement(
        H100,
        Map.of(Account.REQUESTS, KILOWATT_HOUR, Account.IDLE, KILOWATT_HOUR),
        NOON,
        HOUR.multipliedBy(2),
        HOUR);
  }

  private static Footprint made(Embodied embodied) {
    return new Footprint(List.of(embodied), List.of(), Optional.empty());
  }

  private static Embodied server(long share, long utilisation) {
    return new Embodied(
        Glob.of("*"),
        Grams.ofNanos(1_000_000_000_000_000L),
        Duration.ofDays(4 * 365L),
        share,
        utilisation,
        "configured");
  }
}
