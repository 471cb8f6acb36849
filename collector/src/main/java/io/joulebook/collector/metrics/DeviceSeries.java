package io.joulebook.collector.metrics;

import io.joulebook.collector.Account;
import io.joulebook.collector.Device;
import io.joulebook.collector.Joules;
import io.joulebook.collector.Statement;
import io.joulebook.collector.Watts;
import io.joulebook.collector.carbon.Pricing;
import io.joulebook.collector.grid.Quote;
import io.joulebook.collector.grid.Quote.Price;
import io.joulebook.collector.grid.Quote.Unpriced;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The series of one device. */
final class DeviceSeries {
  private final Device device;
  private final Pricing pricing;
  private final Amount measured;
  private final Map<Account, Amount> accounts = new EnumMap<>(Account.class);
  private final Map<Account, GramSeries> grams = new EnumMap<>(Account.class);
  private final Map<Quote.Reason, Long> unpriced = new EnumMap<>(Quote.Reason.class);
  private Joules residual = Joules.ZERO;
  private Optional<Watts> base = Optional.empty();
  private Optional<Duration> period = Optional.empty();
  private Optional<Duration> lag = Optional.empty();

  /** The series of a device that has made no statement yet. */
  DeviceSeries(Device device, Pricing pricing) {
    this.device = device;
    this.pricing = pricing;
    measured =
        new Amount(
            Catalogue.MEASURED_JOULES,
            device.id(),
            device.component().label(),
            device.source().label());
  }

  void enter(Statement statement) {
    measured.add(statement.measured().micros());
    statement.accounts().forEach((account, joules) -> enter(account, joules, statement));
    residual = statement.residual();
    base = statement.base();
    period = statement.period();
    lag = statement.lag();
  }

  private void enter(Account account, Joules joules, Statement statement) {
    accounts.computeIfAbsent(account, this::newAccount).add(joules.micros());
    pricing.price(
        joules,
        statement.from(),
        statement.to(),
        (quote, micros) -> enterPriced(account, quote, micros));
  }

  private void enterPriced(Account account, Quote quote, long micros) {
    if (quote instanceof Price price) {
      grams.computeIfAbsent(account, this::newGrams).add(price, pricing.pue(), micros);
    } else if (quote instanceof Unpriced without) {
      unpriced.merge(without.reason(), micros, Math::addExact);
    }
  }

  private Amount newAccount(Account account) {
    return new Amount(
        Catalogue.ENERGY_JOULES,
        device.id(),
        device.component().label(),
        account.label(),
        device.source().label());
  }

  private GramSeries newGrams(Account account) {
    return new GramSeries(
        Catalogue.DEVICE_CO2E_GRAMS,
        price ->
            Catalogue.DEVICE_CO2E_GRAMS.label(
                device.id(),
                account.label(),
                price.zone(),
                price.tier().label(),
                device.source().label()));
  }

  /** Energy without a price so far, in microjoules, by reason. */
  Map<Quote.Reason, Long> unpriced() {
    return unpriced;
  }

  void writeTo(Sheet sheet) {
    measured.writeTo(sheet);
    accounts.values().forEach(amount -> amount.writeTo(sheet));
    grams.values().forEach(series -> series.writeTo(sheet));
    put(sheet, Catalogue.LEDGER_RESIDUAL, residual.micros(), device.component().label());
    base.ifPresent(watts -> put(sheet, Catalogue.BASE_WATTS, watts.millis()));
    period.ifPresent(time -> put(sheet, Catalogue.SENSOR_PERIOD, time.toNanos()));
    lag.ifPresent(time -> put(sheet, Catalogue.SENSOR_LAG, time.toNanos()));
  }

  private void put(Sheet sheet, Metric gauge, long kept, String... more) {
    String[] values = new String[1 + more.length];
    values[0] = device.id();
    System.arraycopy(more, 0, values, 1, more.length);
    sheet.put(gauge, gauge.label(values), kept);
  }
}
