package io.joulebook.examples.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** All energy of the devices: what was measured, and the accounts that it was entered to. */
record DeviceAccounts(
    BigDecimal measured, List<Account> accounts, BigDecimal ofModels, BigDecimal ofRequests) {

  record Account(String name, BigDecimal joules) {}

  private static final String ACCOUNTS = "joulebook_energy_joules_total";
  private static final List<String> ORDER =
      List.of("requests", "idle", "other_processes", "unattributed");

  static DeviceAccounts of(Exposition metrics) {
    List<Account> accounts =
        ORDER.stream()
            .flatMap(
                name ->
                    metrics.sum(ACCOUNTS, "account=" + name).stream()
                        .map(joules -> new Account(name, joules)))
            .toList();
    return new DeviceAccounts(
        metrics.sum("joulebook_measured_joules_total").orElse(BigDecimal.ZERO),
        accounts,
        metrics.sum("joulebook_model_energy_joules_total").orElse(BigDecimal.ZERO),
        metrics.sum(ACCOUNTS, "account=requests").orElse(BigDecimal.ZERO));
  }

  boolean isEmpty() {
    return accounts.isEmpty();
  }

  /** Measured energy less the sum of the accounts. */
  BigDecimal residual() {
    return accounts.stream().map(Account::joules).reduce(measured, BigDecimal::subtract);
  }

  boolean balance() {
    return residual().signum() == 0 && ofModels.compareTo(ofRequests) == 0;
  }

  /** One line: what was measured is the sum of the accounts. */
  String equation() {
    return "measured "
        + joules(measured)
        + " J = "
        + accounts.stream()
            .map(account -> account.name() + " " + joules(account.joules()))
            .collect(Collectors.joining(" + "))
        + ", residual "
        + joules(residual())
        + " J";
  }

  private static String joules(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
