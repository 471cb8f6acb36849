package io.joulebook.agent.core;

import io.joulebook.agent.config.Keys;
import io.joulebook.agent.config.SamplePeriod;
import io.joulebook.agent.config.Settings;
import io.joulebook.agent.export.CallFacts;
import io.joulebook.agent.export.Receipts;
import io.joulebook.agent.export.Statements;
import io.joulebook.agent.export.WallClock;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.ledger.SettledInterval;
import io.joulebook.agent.power.Meter;
import io.joulebook.agent.power.PowerEvent;
import io.joulebook.agent.power.PowerSources;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.Ticks;
import io.joulebook.collector.Collector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps the books: every few milliseconds what the host's threads noted and what the sampler read
 * go into the ledger, and what the ledger settles goes to the collector. One thread runs it.
 */
final class Books {
  private static final long TURN_NANOS = Duration.ofMillis(20).toNanos();
  private static final long VITALS_NANOS = Duration.ofSeconds(1).toNanos();

  /** No edge for so long, or for ten periods of the sensor, and calls are settled blind. */
  private static final long BLIND_NANOS = Duration.ofSeconds(2).toNanos();

  private static final int BLIND_PERIODS = 10;
  private static final long UNKNOWN_LIMIT_MILLIWATTS = 1_000_000;

  /** However slowly the sensor is read, two readings may be missed. */
  private static final int BLIND_READINGS = 3;

  /** The youngest part of a blind time stays open: an edge in it may still come. */
  private static final long BLIND_UNTIL_NANOS = Duration.ofMillis(500).toNanos();

  /**
   * A turn that is so late means that the whole JVM stood still: what the sampler has not read it
   * may still read, as one long interval.
   */
  private static final long PAUSED_NANOS = Duration.ofSeconds(1).toNanos();

  private static final Duration STUCK = Duration.ofSeconds(5);
  private static final long HOOKS_UNSEEN_NANOS = Duration.ofSeconds(10).toNanos();

  private final Hooks hooks;
  private final Devices devices;
  private final Sampler sampler;
  private final Serving serving;
  private final Collector collector;
  private final Ledger ledger;
  private final CallIntake intake;
  private final WallClock clock = new WallClock();
  private final Receipts receipts;
  private final Statements statements;
  private final VitalSigns vitals;
  private final long longestCall;
  private final long openedAt = System.nanoTime();
  private long nextVitals = openedAt;
  private long lastTurn = openedAt;
  private long awakeSince = openedAt;
  private boolean hookWarningDone;
  private boolean stuck;

  private Books(Settings settings, Hooks hooks, PowerSources power, Serving serving) {
    this.hooks = hooks;
    this.serving = serving;
    collector = serving.collector();
    vitals = serving.vitals();
    devices = new Devices(power.meters(), power.cudaOrderKnown());
    SamplePeriod period = settings.require(Keys.SAMPLE_PERIOD);
    sampler = new Sampler(power.meters(), period.fixed());
    ledger = new Ledger(this::settledInterval, this::settledCall);
    intake = new CallIntake(hooks, settings.models(), devices, ledger, power.simulated());
    receipts = new Receipts(devices.byId(), clock);
    statements = new Statements(clock);
    longestCall = settings.require(Keys.CALLS_LONGEST).toNanos();
    for (Meter meter : power.meters()) {
      long limit = meter.limitMilliwatts().orElse(UNKNOWN_LIMIT_MILLIWATTS);
      ledger.device(meter.device().id()).limit(limit);
    }
    clock.set(openedAt, Instant.now());
  }

  /** Opens the power sources; what cannot be had is said and done without. */
  static Books open(Settings settings, Hooks hooks, Serving serving) {
    PowerSources power = PowerSources.open(settings, System.getenv());
    power.remarks().forEach(Console::say);
    return new Books(settings, hooks, power, serving);
  }

  /** Runs until the thread is interrupted. */
  void run() {
    if (!devices.byId().isEmpty()) {
      startSampler();
    }
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        LockSupport.parkNanos(TURN_NANOS);
      }
    } finally {
      sampler.stop();
    }
  }

  private void startSampler() {
    Thread thread = new Thread(null, sampler, "joulebook-meter", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
    vitals.watch(thread);
  }

  // Edges are taken before lanes are emptied: what an edge closes has been noted by then.
  private void turn() {
    long now = System.nanoTime();
    clock.set(now, Instant.now());
    if (now - lastTurn > PAUSED_NANOS) {
      awakeSince = now;
    }
    lastTurn = now;
    step(hooks::findOrigins);
    List<PowerEvent> edges = sampler.drain();
    step(intake::drain);
    step(() -> ToTheEnd.forEach(edges, this::accept));
    step(() -> settleBlind(now));
    step(() -> watch(now));
  }

  // A step that fails is counted and the next is taken: the residual shows what it cost.
  private void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      vitals.powerError("books_failed");
      Console.say("a step of the books failed, the books go on: " + bug);
    }
  }

  private void accept(PowerEvent event) {
    if (event instanceof PowerEvent.Opened opened) {
      ledger.openAt(opened.device(), opened.at());
    } else if (event instanceof PowerEvent.Changed changed) {
      ledger.edge(changed.device(), changed.edge());
    } else if (event instanceof PowerEvent.Failed failed) {
      vitals.powerError(failed.reason());
    }
  }

  private void settleBlind(long now) {
    for (String device : devices.byId().keySet()) {
      long heard = ledger.device(device).heardUntil().orElse(openedAt);
      if (now - Math.max(heard, awakeSince) > bound(device)) {
        ledger.blindUntil(device, now - BLIND_UNTIL_NANOS);
        vitals.powerError("no_reading");
      }
    }
  }

  private long bound(String device) {
    Ticks ticks = sampler.ticks().get(device);
    Duration period = ticks == null ? Duration.ZERO : ticks.period();
    long sensor = period.multipliedBy(BLIND_PERIODS).toNanos();
    long readings = sampler.pause().multipliedBy(BLIND_READINGS).toNanos();
    return Math.max(BLIND_NANOS, Math.max(sensor, readings));
  }

  private void settledInterval(String id, SettledInterval interval) {
    Optional<Ticks> ticks = Optional.ofNullable(sampler.ticks().get(id));
    collector.accept(
        statements.statement(Objects.requireNonNull(devices.byId().get(id)), interval, ticks));
  }

  private void settledCall(SettledCall call) {
    Optional<CallFacts> facts = intake.settled(call.call(), call.to());
    if (facts.isPresent()) {
      collector.accept(receipts.receipt(call, facts.get()));
    }
  }

  private void watch(long now) {
    if (now - nextVitals < 0) {
      return;
    }
    nextVitals = now + VITALS_NANOS;
    watchSampler();
    vitals.expired(ledger.expire(now - longestCall, now));
    watchCustomHooks(now);
    serving.watchBudgets();
    vitals.take(ledger.unsettled(), ledger.lateEvents(), hooks.installed());
  }

  private void watchSampler() {
    boolean nowStuck = sampler.stuckFor().compareTo(STUCK) > 0;
    if (nowStuck && !stuck) {
      vitals.powerError("hang");
      Console.say(
          "the GPU driver has not answered for "
              + STUCK.toSeconds()
              + " s: joules of this time are unattributed, the application is not affected");
    }
    stuck = nowStuck;
  }

  private void watchCustomHooks(long now) {
    if (!hookWarningDone && now - openedAt > HOOKS_UNSEEN_NANOS) {
      hookWarningDone = true;
      for (String hook : hooks.notSeen()) {
        Console.say(
            "hooks.custom: "
                + hook
                + ": the class has not been loaded after "
                + Duration.ofNanos(HOOKS_UNSEEN_NANOS).toSeconds()
                + " s; is its name right?");
      }
    }
  }
}
