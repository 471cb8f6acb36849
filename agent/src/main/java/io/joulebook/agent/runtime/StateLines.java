package io.joulebook.agent.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lines that say when a state begins or ends. Of one subject a few a minute are said at once. Later
 * ones wait until the minute is over, each once, so that the last line is always of the state in
 * force. Thread-safe.
 */
final class StateLines {
  static final int AT_ONCE = 6;
  static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final int SUBJECTS_AT_MOST = 256;
  private static final int HELD_AT_MOST = 16;

  private final Predicate<String> print;
  private final LongSupplier nanos;
  private final Map<String, Subject> subjects = new HashMap<>();
  private final Subject others = new Subject();

  /**
   * No line yet.
   *
   * @param print whether it could take the line; if not, the line is offered again later
   */
  StateLines(Predicate<String> print, LongSupplier nanos) {
    this.print = print;
    this.nanos = nanos;
  }

  private static final class Subject {
    final Deque<Long> saidAt = new ArrayDeque<>();
    final Set<String> held = new LinkedHashSet<>();
    @Nullable String last;

    void hold(String line) {
      held.remove(line);
      held.add(line);
      if (held.size() > HELD_AT_MOST) {
        held.remove(held.iterator().next());
      }
      if (held.size() == 1 && line.equals(last)) {
        held.clear(); // nothing has changed since
      }
    }
  }

  /** The subject's state is now as this line says. */
  synchronized void state(String about, String line) {
    Subject subject = subjects.get(about);
    if (subject == null) {
      subject = subjects.size() < SUBJECTS_AT_MOST ? new Subject() : others;
      if (subject != others) {
        subjects.put(about, subject);
      }
    }
    subject.hold(line);
    say(subject);
  }

  /** Says what was held back, where its minute is over; to be called now and then. */
  synchronized void sayHeld() {
    subjects.values().forEach(this::say);
    say(others);
  }

  private void say(Subject subject) {
    long now = nanos.getAsLong();
    while (!subject.saidAt.isEmpty() && now - subject.saidAt.element() >= MINUTE) {
      subject.saidAt.remove();
    }
    while (!subject.held.isEmpty() && subject.saidAt.size() < AT_ONCE) {
      String line = subject.held.iterator().next();
      if (!print.test(line)) {
        return;
      }
      subject.held.remove(line);
      subject.last = line;
      subject.saidAt.add(now);
    }
  }
}
