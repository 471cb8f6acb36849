package io.joulebook.agent.ledger;

import static io.joulebook.agent.ledger.RecordedBooks.GPU;
import static io.joulebook.agent.ledger.RecordedBooks.OTHER_GPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens, every microjoule measured is entered exactly once. */
class LedgerPropertyTest {
  private static final long ALWAYS = 99;
  private static final List<String> DEVICES = List.of(GPU, OTHER_GPU);

  /** What may happen; {@code after} nanoseconds after the step before, or a bit earlier. */
  record Step(Kind kind, long after, int call, long amount, int device) {}

  enum Kind {
    BEGIN,
    BEGIN_ON_BOTH,
    BEGIN_NOWHERE,
    WEIGH,
    PAUSE,
    END,
    END_LATE,
    EDGE,
    EDGE_AT_ONCE,
    BLIND,
    RESET
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> step =
        Combinators.combine(
                Arbitraries.of(Kind.class),
                Arbitraries.longs().between(0, 300_000_000),
                Arbitraries.integers().between(0, 7),
                Arbitraries.longs().between(0, 80_000_000),
                Arbitraries.integers().between(0, 1))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(120);
  }

  @Property
  void everyMicrojouleMeasuredIsEnteredExactlyOnce(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = play(steps);

    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.requests() + books.idle() + books.unattributed()).isEqualTo(books.measured());
  }

  @Property
  void receiptsAddUpToTheRequestsAccount(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = play(steps);

    assertThat(books.settledTwice).isEmpty();
    assertThat(books.ledger.unsettled()).isZero();
    assertThat(books.receipts()).isEqualTo(books.requests());
  }

  @Property
  void theCallsTimesOnADeviceAddUpToTheTimeThatItWasBusy(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = play(steps);

    long busy = books.intervals.stream().mapToLong(SettledInterval::busy).sum();
    long occupied =
        books.calls.values().stream()
            .flatMap(call -> call.shares().stream())
            .mapToLong(SettledShare::occupiedNanos)
            .sum();
    // Each segment is rounded to the nanosecond.
    assertThat(occupied).isCloseTo(busy, within(1_000L + steps.size() * 200L));
  }

  @Property
  void noShareIsNegative(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = play(steps);

    assertThat(books.calls.values())
        .flatExtracting(SettledCall::shares)
        .allSatisfy(
            share -> {
              assertThat(share.activeMicros()).isNotNegative();
              assertThat(share.baseMicros()).isNotNegative();
              assertThat(share.uncertaintyMicros()).isNotNegative();
            });
    assertThat(books.intervals)
        .allSatisfy(
            i -> {
              assertThat(i.idle()).isNotNegative();
              assertThat(i.unattributed()).isNotNegative();
              assertThat(i.requests()).isNotNegative();
            });
  }

  @Property
  void energyIsSharedAsAnExactIntegratorWouldShareIt(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = new RecordedBooks();
    ExactShares exact = new ExactShares();
    long now = 0;
    books.open(0).begin(ALWAYS, 0);
    exact.begin(ALWAYS, 0, 1);
    for (Step step : steps) {
      now += 1 + step.after();
      playWithoutBase(step, now, books, exact);
    }
    now += 1_000_000_000;
    finish(books, exact, now);

    exact
        .energies()
        .forEach(
            (call, micros) ->
                assertThat((double) books.microsOf(call)).isCloseTo(micros, within(3.0)));
  }

  // A device that is always busy has no base power to know: all energy is active.
  private static void playWithoutBase(Step step, long now, RecordedBooks books, ExactShares exact) {
    long call = step.call();
    switch (step.kind()) {
      case BEGIN -> {
        if (exact.begin(call, now, 1 + step.amount() % 1000)) {
          books.begin(call, now, 1 + step.amount() % 1000);
        }
      }
      case END -> {
        if (exact.isOpen(call)) {
          exact.end(call, now);
          books.end(call, now);
        }
      }
      case EDGE -> {
        exact.edge(now, step.amount());
        books.edge(now, step.amount());
      }
      default -> {}
    }
  }

  private static void finish(RecordedBooks books, ExactShares exact, long now) {
    for (long call : new ArrayList<>(exact.open())) {
      exact.end(call, now);
      books.end(call, now);
    }
    exact.edge(now, 1_000_000);
    books.edge(now, 1_000_000);
  }

  @Property(tries = 300)
  void booksThatLearnTheLagBalanceToo(@ForAll("steps") List<Step> steps) {
    RecordedBooks books = play(steps, new RecordedBooks(Rules::sound));
    DEVICES.forEach(device -> books.ledger.outageUntil(device, Long.MAX_VALUE / 4));

    assertThat(books.intervals).allSatisfy(i -> assertThat(i.residual()).isZero());
    assertThat(books.requests() + books.idle() + books.unattributed()).isEqualTo(books.measured());
    assertThat(books.receipts()).isEqualTo(books.requests());
    assertThat(books.ledger.unsettled()).isZero();
  }

  private static RecordedBooks play(List<Step> steps) {
    return play(steps, new RecordedBooks());
  }

  private static RecordedBooks play(List<Step> steps, RecordedBooks books) {
    Player player = new Player(books);
    DEVICES.forEach(device -> books.ledger.openAt(device, 0, 0));
    steps.forEach(player::play);
    player.finish();
    return books;
  }

  /** Plays steps, some of them late or out of order, and ends what is open in the end. */
  private static final class Player {
    private final RecordedBooks books;
    private final List<Long> open = new ArrayList<>();
    private long now;
    private long calls;

    Player(RecordedBooks books) {
      this.books = books;
    }

    void play(Step step) {
      now += 1 + step.after();
      String device = DEVICES.get(step.device());
      switch (step.kind()) {
        case BEGIN -> begin(List.of(device), step.amount() % 5);
        case BEGIN_ON_BOTH -> begin(DEVICES, 1);
        case BEGIN_NOWHERE -> begin(List.of(), 1);
        case WEIGH -> weigh(step.call(), 1 + step.amount() % 9);
        case PAUSE -> weigh(step.call(), 0);
        case END -> end(step.call(), now);
        case END_LATE -> end(step.call(), now - step.after() - step.amount());
        case EDGE -> books.ledger.edge(device, new Edge(now, step.amount(), step.after() / 10));
        case EDGE_AT_ONCE -> {
          books.ledger.edge(device, new Edge(now, step.amount(), 0));
          books.ledger.edge(device, new Edge(now, step.amount(), 0));
        }
        case BLIND -> books.ledger.outageUntil(device, now);
        case RESET -> books.ledger.openAt(device, now, 0);
        default -> throw new AssertionError(step);
      }
    }

    private void begin(List<String> devices, long weight) {
      open.add(++calls);
      books.ledger.begin(
          calls, calls, now, devices, weight, CallClass.of("m", "run", calls % 3), calls % 3);
    }

    private void weigh(int which, long weight) {
      if (!open.isEmpty()) {
        books.ledger.weigh(open.get(which % open.size()), now, weight);
      }
    }

    private void end(int which, long at) {
      if (!open.isEmpty()) {
        books.ledger.end(open.remove(which % open.size()), at, false);
      }
    }

    void finish() {
      now += 1_000_000_000;
      open.forEach(call -> books.ledger.end(call, now, false));
      DEVICES.forEach(device -> books.ledger.edge(device, new Edge(now, 5_000_000, 0)));
    }
  }
}
