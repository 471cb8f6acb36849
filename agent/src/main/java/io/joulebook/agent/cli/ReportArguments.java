package io.joulebook.agent.cli;

import java.io.File;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of the report.
 *
 * @param settings settings as the agent argument has them
 * @param files the files of receipts, where they are named by themselves
 * @param from begin of the period
 * @param to its end
 * @param asOf leaves out what became known later
 * @param json whether machines are to read it
 */
record ReportArguments(
    String settings,
    List<String> files,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Instant> asOf,
    boolean json) {
  static final String USAGE =
      "usage: report [FILE|FOLDER|PATTERN ...] [key=value,...] [--from T] [--to T] [--as-of T]"
          + " [--json]; T is a date of UTC (2026-11-01) or a time (2026-11-01T12:00:00Z)";

  private static final String JSON = "--json";
  private static final String FROM = "--from";
  private static final String TO = "--to";
  private static final String AS_OF = "--as-of";
  private static final Set<String> TIMES = Set.of(FROM, TO, AS_OF);

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is not known or cannot be read; the message says which
   */
  static ReportArguments parse(List<String> arguments) {
    List<String> settings = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Map<String, Instant> times = new HashMap<>();
    boolean json = false;
    for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
      String argument = rest.next();
      String name = argument.split("=", -1)[0];
      if (argument.equals(JSON)) {
        json = true;
      } else if (TIMES.contains(name)) {
        once(times, name, time(name, value(argument, rest)));
      } else if (argument.startsWith("-")) {
        throw new IllegalArgumentException("'" + argument + "' is no option");
      } else if (isFile(argument)) {
        files.add(argument);
      } else {
        settings.add(argument);
      }
    }
    return checked(
        new ReportArguments(
            String.join(",", settings),
            List.copyOf(files),
            Optional.ofNullable(times.get(FROM)),
            Optional.ofNullable(times.get(TO)),
            Optional.ofNullable(times.get(AS_OF)),
            json));
  }

  // A folder may be called date=2026-11-30; no key has a slash.
  private static boolean isFile(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 || argument.lastIndexOf('/', equals) >= 0 || new File(argument).exists();
  }

  private static String value(String argument, Iterator<String> rest) {
    int equals = argument.indexOf('=');
    if (equals >= 0) {
      return argument.substring(equals + 1);
    }
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(argument + " needs a time");
    }
    return rest.next();
  }

  private static void once(Map<String, Instant> times, String name, Instant time) {
    if (times.put(name, time) != null) {
      throw new IllegalArgumentException(name + " is given twice");
    }
  }

  private static Instant time(String name, String text) {
    try {
      return text.length() == "2026-11-01".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + ": '" + text + "' is neither a date (2026-11-01) nor a time (2026-11-01T12:00Z)",
          e);
    }
  }

  private static ReportArguments checked(ReportArguments all) {
    if (all.from.isPresent() && all.to.isPresent() && !all.from.get().isBefore(all.to.get())) {
      throw new IllegalArgumentException(
          "--from " + all.from.get() + " is not before --to " + all.to.get());
    }
    return all;
  }
}
