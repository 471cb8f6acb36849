package io.joulebook.collector.metrics;

import static io.joulebook.collector.Entries.H100;
import static io.joulebook.collector.Entries.PACKAGE;
import static io.joulebook.collector.Entries.call;
import static io.joulebook.collector.Entries.charge;
import static io.joulebook.collector.Entries.receipt;
import static io.joulebook.collector.Entries.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.Account;
import io.joulebook.collector.Component;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Source;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BalanceTest {
  private static final BigDecimal GERMANY = new BigDecimal("342.06");
  private static final BigDecimal JOULES_PER_KWH = new BigDecimal("3600000");
  private static final BigDecimal ONE_NANOGRAM = new BigDecimal("1e-9");

  @Property(tries = 200)
  void theAccountsShownAddUpToWhatWasMeasuredToTheMicrojoule(
      @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 10_000_000_000L) Long> amounts) {
    Books books = Books.inGermany();
    Account[] accounts = Account.values();
    for (int i = 0; i < amounts.size(); i++) {
      Device device = i % 3 == 0 ? PACKAGE : H100;
      Account account = accounts[i % accounts.length];
      books.enter(statement(device, Map.of(account, Joules.ofMicros(amounts.get(i)))));
    }

    assertThat(books.sum("joulebook_energy_joules_total"))
        .isEqualByComparingTo(books.sum("joulebook_measured_joules_total"))
        .isEqualByComparingTo(joules(amounts));
    assertThat(costOf(joules(amounts)).subtract(books.sum("joulebook_device_co2e_grams_total")))
        .isBetween(BigDecimal.ZERO, ONE_NANOGRAM.multiply(BigDecimal.valueOf(8)));
  }

  @Property(tries = 200)
  void theHistogramOfCallsTheirCounterAndTheirGramsTellOfTheSameEnergy(
      @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 10_000_000_000L) Long> amounts) {
    Books books = Books.inGermany();
    amounts.forEach(
        micros -> books.enter(receipt(call("m"), charge(H100, micros / 3, micros - micros / 3))));

    assertThat(books.sum("joulebook_call_energy_joules_sum"))
        .isEqualByComparingTo(books.sum("joulebook_model_energy_joules_total"))
        .isEqualByComparingTo(joules(amounts));
    assertThat(books.sum("joulebook_call_energy_joules_count"))
        .isEqualByComparingTo(books.sum("joulebook_calls_total"));
    assertThat(costOf(joules(amounts)).subtract(books.sum("joulebook_co2e_grams_total")))
        .isBetween(BigDecimal.ZERO, ONE_NANOGRAM);
  }

  @Test
  void everyScrapeShowsTheBooksBetweenTwoEntries() throws InterruptedException {
    Books books = Books.inGermany();
    AtomicBoolean done = new AtomicBoolean();
    Thread meter =
        new Thread(
            () -> {
              while (!done.get()) {
                books.enter(
                    statement(
                        H100,
                        Map.of(
                            Account.REQUESTS, Joules.ofMicros(1_000_003),
                            Account.IDLE, Joules.ofMicros(17))));
              }
            });
    meter.start();
    for (int scrape = 0; scrape < 300; scrape++) {
      String shown = books.shown();
      assertThat(sum(shown, "joulebook_energy_joules_total"))
          .isEqualByComparingTo(sum(shown, "joulebook_measured_joules_total"));
    }
    done.set(true);
    meter.join();
  }

  @Test
  void aDeviceThatSharesAnIdWithAnotherDoesNotBreakTheScrape() {
    Device twin = new Device(H100.id(), Component.GPU, Source.NVML_POWER);
    Books books =
        Books.inGermany()
            .enter(
                statement(H100, Map.of(Account.IDLE, Joules.ofMillis(1))),
                statement(twin, Map.of(Account.IDLE, Joules.ofMillis(2))));

    assertThat(books.sum("joulebook_measured_joules_total")).isEqualByComparingTo("0.003");
  }

  private static BigDecimal sum(String shown, String name) {
    return shown
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .map(line -> new BigDecimal(line.substring(line.lastIndexOf(' ') + 1)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal joules(List<Long> micros) {
    return BigDecimal.valueOf(micros.stream().mapToLong(Long::longValue).sum(), 6);
  }

  private static BigDecimal costOf(BigDecimal joules) {
    return joules.multiply(GERMANY).divide(JOULES_PER_KWH, 30, RoundingMode.HALF_EVEN);
  }
}
