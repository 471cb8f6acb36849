package io.joulebook.agent.runtime;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.SamplePeriod;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.PowerEvent;
import io.joulebook.agent.power.PowerSources;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.TickEstimate;
import io.joulebook.collector.Collector;
import io.joulebook.collector.Device;
import io.joulebook.collector.RuleStatus;
import io.joulebook.collector.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Keeps the books: every few milliseconds what the host's threads noted and what the meter's thread
 * read go into the ledger, and what the ledger settles goes to the collector. One thread runs it,
 * and goes on with the next turn whatever a turn throws, unless no turn can mend it.
 */
final class MeteringLoop {
  private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();
  private static final long HEALTH_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long UNKNOWN_LIMIT_MILLIWATTS = 1_000_000;

  /** The youngest part of an outage stays open: an edge in it may still come. */
  private static final long OUTAGE_UNTIL_NANOS = Duration.ofMillis(500).toNanos();

  /** How long the first calls and the first line may wait for the sources' first answer. */
  private static final long ANSWER_NANOS = Duration.ofSeconds(3).toNanos();

  private volatile boolean stopped;
  private final Hooks hooks;
  private final Watches watches;
  private final ModelPlacement devices = new ModelPlacement();
  private final Sampler sampler;
  private final CollectorRuntime serving;
  private final LoggingGate logging;
  private final UnusableClasses breakage;
  private final Collector collector;
  private final Ledger<OpenCall> ledger;
  private final CallTracker tracker;
  private final WallClock clock = new WallClock();
  private final Receipts receipts;
  private final Statements statements;
  private final AgentHealthMonitor health;
  private final long longestCall;
  private final StartMessage start;
  private final long openedAt = System.nanoTime();
  private final Shutdown ending = new Shutdown(openedAt + ANSWER_NANOS);
  private final OutageWatch outages = new OutageWatch(openedAt);
  private long nextHealth = openedAt;

  /** The first calls wait in their rings until it is known where they run, but not for long. */
  private boolean devicesKnown;

  MeteringLoop(
      Settings settings,
      Hooks hooks,
      UnusedHooks unseenHooks,
      EngineWatch engines,
      CollectorRuntime serving,
      LoggingGate logging,
      UnusableClasses breakage) {
    this.hooks = hooks;
    this.serving = serving;
    this.logging = logging;
    this.breakage = breakage;
    collector = serving.collector();
    health = serving.health();
    PowerSources power = PowerSources.of(settings, System.getenv());
    power.remarks().forEach(Console::complain);
    SamplePeriod period = settings.require(Keys.SAMPLE_PERIOD);
    sampler = new Sampler(power, period.fixed(), settings.get(Keys.SHARED_PATH));
    serving.deviceStates(sampler::deviceStates);
    ledger = new Ledger<>(this::settledInterval, this::settledCall);
    tracker =
        new CallTracker(hooks, settings.models(), devices, ledger, power.simulated(), openedAt);
    receipts = new Receipts(devices.byId(), devices::isShared, clock);
    statements = new Statements(clock);
    watches = new Watches(unseenHooks, engines, health);
    start = new StartMessage(settings.require(Keys.QUIET), openedAt + ANSWER_NANOS);
    longestCall = settings.require(Keys.CALLS_LONGEST).toNanos();
    clock.set(openedAt, Instant.now());
  }

  /**
   * Runs until it is stopped or the JVM ends. To be interrupted changes nothing: who interrupts all
   * threads of a JVM means its own.
   *
   * @throws Error if the agent has lost a part of itself for good
   */
  void run() {
    JoulebookBridge.consumer(Thread.currentThread());
    try {
      AgentThread.of("joulebook-meter", sampler).start();
      while (!stopped) {
        // Asked first: what was noted before the end began is then taken in this turn.
        boolean last = ending.isAsked();
        turnWhateverHappens();
        breakage.check();
        if (last && devicesKnown && ending.mustSettle(System.nanoTime(), tracker.activeAt())) {
          settleWaiting();
          ending.settled();
        }
        Thread.interrupted(); // or it would not rest
        LockSupport.parkNanos(TURN_NANOS);
      }
    } finally {
      sampler.stop();
      settleAll();
      ending.over();
    }
  }

  /** Has the loop end after its turn; from any thread. */
  void stop() {
    stopped = true;
  }

  // The host may be out of memory, and get over it.
  private void turnWhateverHappens() {
    try {
      turn();
    } catch (Throwable failure) {
      tellFailure(failure);
    }
  }

  private void tellFailure(Throwable failure) {
    try {
      breakage.note(failure);
      health.powerError("books_failed");
      Console.say("a step of the books failed, the books go on: " + failure.getClass().getName());
    } catch (Throwable noMemory) {
      return; // the residual shows what it cost
    }
  }

  /**
   * The JVM ends: from now on what the books hold is settled at once with what is known. They go on
   * until the JVM is gone, for a host may serve until its own last hook. Returns once all that has
   * ended so far is settled and no call has been seen for a moment.
   *
   * @param millis how long the end may be held up
   */
  void end(long millis) throws InterruptedException {
    ending.await(millis, JoulebookBridge::wakeConsumer);
  }

  private void settleWaiting() {
    if (ledger.waiting() > 0) {
      settleAll();
    }
  }

  private void settleAll() {
    long now = System.nanoTime();
    for (String device : devices.byId().keySet()) {
      step(() -> ledger.outageUntil(device, now));
    }
  }

  private void turn() {
    long now = System.nanoTime();
    clock.set(now, Instant.now());
    outages.turn(now);
    step(hooks::findOrigins);
    enter(sampler::drain, () -> takeCalls(now), edges -> step(() -> take(edges)));
    step(() -> settleOutages(now));
    step(() -> watch(now));
  }

  /**
   * Edges are taken before lanes are emptied: what an edge closes has been noted by then, but for a
   * call that is still being asked for its size. Such a begin counts as late.
   */
  static void enter(
      Supplier<List<PowerEvent>> edges, Runnable calls, Consumer<List<PowerEvent>> books) {
    List<PowerEvent> taken = edges.get();
    calls.run();
    books.accept(taken);
  }

  private void takeCalls(long now) {
    devicesKnown = devicesKnown || sampler.metered().looked() || ending.isTooLateToLook(now);
    step(this::takeDevices);
    if (devicesKnown) {
      step(() -> tracker.drain(System.nanoTime()));
      ending.seen(now, tracker.activeAt());
    }
  }

  private void take(List<PowerEvent> edges) {
    ForEach.forEach(edges, this::accept);
  }

  // A step that fails is counted and the next is taken: the residual shows what it cost. What
  // others throw must not reach the ledger either, which may be in the midst of settling.
  private void step(Runnable step) {
    try {
      step.run();
    } catch (Throwable bug) {
      tellFailure(bug);
    }
  }

  private void takeDevices() {
    int before = devices.version();
    devices.update(sampler.metered());
    if (devices.version() != before) {
      sampler.metered().meters().forEach(this::takeLimit);
      serving.describe(devices.described());
    }
  }

  // It may be raised at any time.
  private void takeLimit(Meter meter) {
    long limit = meter.limitMilliwatts().orElse(UNKNOWN_LIMIT_MILLIWATTS);
    ledger.device(meter.device().id()).limit(limit);
  }

  private void accept(PowerEvent event) {
    if (event instanceof PowerEvent.Opened opened) {
      ledger.openAt(opened.device(), opened.at(), opened.uncertainty());
    } else if (event instanceof PowerEvent.Changed changed) {
      ledger.edge(changed.device(), changed.edge());
    } else if (event instanceof PowerEvent.Failed failed) {
      health.powerError(failed.reason());
    }
  }

  private void settleOutages(long now) {
    for (String device : devices.byId().keySet()) {
      long heard = ledger.device(device).heardUntil().orElse(openedAt);
      if (outages.isOut(heard, period(device), sampler.pause())) {
        ledger.outageUntil(device, now - OUTAGE_UNTIL_NANOS);
        health.powerError("no_reading");
      }
    }
  }

  private Duration period(String device) {
    TickEstimate ticks = sampler.ticks().get(device);
    return ticks == null ? Duration.ZERO : ticks.period();
  }

  private void settledInterval(String id, SettledInterval interval) {
    Optional<TickEstimate> ticks = Optional.ofNullable(sampler.ticks().get(id));
    Device device = Objects.requireNonNull(devices.byId().get(id));
    Statement statement = statements.statement(device, interval, ticks);
    step(() -> collector.accept(statement));
  }

  private void settledCall(SettledCall<OpenCall> call) {
    tracker.settled(call.attachment(), call.to());
    watches.called(outages.lastTurn());
    step(() -> receipts.receipts(call).forEach(collector::accept));
  }

  // ---- once a second

  private void watch(long now) {
    if (now - nextHealth < 0) {
      return;
    }
    nextHealth = now + HEALTH_NANOS;
    Console.resume();
    sampler.failure().ifPresent(breakage::note);
    serving.failure().ifPresent(breakage::note);
    step(() -> serving.serve(now, logging));
    start.sayOnce(now, sampler.metered(), hooks.installed(), serving);
    step(() -> serving.watchGrid(now, logging));
    sampler.remarks().forEach(remark -> Console.state(remark.about(), remark.text()));
    watches.look(now, sampler.stuckFor(), devices, hooks.installed(), tracker.models());
    health.joined(tracker.joined());
    health.expired(ledger.expire(now - longestCall, now));
    sampler.metered().meters().forEach(this::takeLimit);
    serving.watchBudgets();
    step(() -> watches.lookAtRules(rules(), tracker.models()));
    step(serving::publish);
    health.take(now, ledger.unsettled(), ledger.lateEvents(), hooks.installed(), devices.shared());
  }

  private List<RuleStatus> rules() {
    return Stream.concat(serving.budgetStatus().stream(), tracker.rules().stream()).toList();
  }
}
