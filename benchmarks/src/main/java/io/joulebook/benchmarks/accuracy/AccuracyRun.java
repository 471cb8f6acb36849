package io.joulebook.benchmarks.accuracy;

import io.joulebook.nvml.fake.FakeMachine;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs scenarios with the agent and prints how its books compare with the truth. Arguments: the
 * agent's jar; then {@code list}, or the seconds of load per scenario and names or globs of
 * scenarios, all of them optional. Needs Linux and a C compiler.
 */
public final class AccuracyRun {
  private static final long SECONDS = 60;

  private AccuracyRun() {}

  public static void main(String[] args) throws Exception {
    List<String> rest = new ArrayList<>(List.of(args).subList(1, args.length));
    if (rest.equals(List.of("list"))) {
      Scenarios.all().forEach(scenario -> System.out.println(scenario.name()));
      return;
    }
    boolean timed = !rest.isEmpty() && rest.get(0).matches("\\d+");
    long seconds = timed ? Long.parseLong(rest.remove(0)) : SECONDS;
    List<Scenario> scenarios = Scenarios.matching(rest);
    if (scenarios.isEmpty() || !FakeMachine.available()) {
      System.err.println(
          scenarios.isEmpty() ? "No such scenario: " + rest : "Needs Linux and a C compiler.");
      System.exit(1);
    }
    measure(new Trial(Path.of(args[0]).toRealPath(), seconds), scenarios, seconds);
  }

  private static void measure(Trial trial, List<Scenario> scenarios, long seconds)
      throws Exception {
    AccuracyTable table = new AccuracyTable();
    int done = 0;
    for (Scenario scenario : scenarios) {
      System.err.println(++done + "/" + scenarios.size() + " " + scenario.name());
      table.add(trial.run(scenario));
    }
    System.out.println(
        "JDK "
            + Runtime.version()
            + ", "
            + LocalDate.now(ZoneOffset.UTC)
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores, "
            + seconds
            + " s of load each, without its first "
            + AccuracyTable.WARM_UP_NANOS / 1_000_000_000
            + " s but for the rows marked cold and the faults");
    table.print(System.out);
  }
}
