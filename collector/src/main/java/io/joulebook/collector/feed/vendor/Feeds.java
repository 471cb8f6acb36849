package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FeedScheduler;
import io.joulebook.collector.feed.PolledFeed;
import io.joulebook.collector.feed.ReadingChecks;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.grid.Basis;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.grid.Signal;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The live feeds that were asked for and fit, in order, and why the others do not. Immutable. */
public final class Feeds {
  private final List<PolledFeed> opened;
  private final List<String> complaints;

  private Feeds(List<PolledFeed> opened, List<String> complaints) {
    this.opened = List.copyOf(opened);
    this.complaints = List.copyOf(complaints);
  }

  /**
   * Opens live feeds. Nothing is asked yet.
   *
   * @param live the feeds, best first; those that are not live are left out
   * @param zone the zone to ask for
   * @param usual what the zone has in a year, if that is known
   * @param settings what was told about them
   * @param clock the host's clock
   * @param clients makes the client, given all hosts that it may talk to, in lower case
   */
  static Feeds open(
      List<FeedName> live,
      Zone zone,
      Optional<GridIntensity> usual,
      FeedSettings settings,
      InstantSource clock,
      Function<Set<String>, FeedClient> clients) {
    FeedContext context = new FeedContext(zone, settings, clock);
    Map<FeedProvider, FeedPlan> fit = new LinkedHashMap<>();
    List<String> complaints = new ArrayList<>();
    for (FeedName name : live.stream().filter(FeedName::isLive).toList()) {
      try {
        FeedProvider provider = FeedProviders.of(name);
        fit.put(provider, provider.plan(context));
      } catch (IllegalArgumentException e) {
        complaints.add(complaint(name, e));
      }
    }
    return new Feeds(open(fit, zone, usual, settings, clients), complaints);
  }

  // No client where nothing is asked: it sets up TLS.
  private static List<PolledFeed> open(
      Map<FeedProvider, FeedPlan> fit,
      Zone zone,
      Optional<GridIntensity> usual,
      FeedSettings settings,
      Function<Set<String>, FeedClient> clients) {
    if (fit.isEmpty()) {
      return List.of();
    }
    FeedClient client = clients.apply(hosts(fit.values()));
    return fit.entrySet().stream()
        .map(
            plan ->
                new PolledFeed(
                    plan.getValue().open().apply(client),
                    new ReadingChecks(plan.getValue().facts(), zone, usual),
                    plan.getKey().keys(settings)))
        .toList();
  }

  private static Set<String> hosts(Collection<FeedPlan> fit) {
    return fit.stream()
        .flatMap(plan -> plan.hosts().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Opens live feeds, each to talk to its own host alone. Nothing is asked yet.
   *
   * @see #open(List, Zone, Optional, FeedSettings, InstantSource, Function)
   */
  public static Feeds open(
      List<FeedName> live,
      Zone zone,
      Optional<GridIntensity> usual,
      FeedSettings settings,
      InstantSource clock) {
    return open(live, zone, usual, settings, clock, hosts -> new FeedClient(hosts, clock));
  }

  private static String complaint(FeedName name, IllegalArgumentException e) {
    return e.getMessage() + " (the feed " + name + " is left out)";
  }

  /**
   * Signal and basis of the live feeds among these, known before any is opened. One whose method
   * depends on what was not told is left out; {@link #complaints} says so once they are opened.
   */
  public static Map<FeedName, EmissionMethod> methods(
      List<FeedName> ladder, FeedSettings settings) {
    Map<FeedName, EmissionMethod> methods = new LinkedHashMap<>();
    ladder.stream()
        .filter(FeedName::isLive)
        .forEach(name -> method(name, settings).ifPresent(method -> methods.put(name, method)));
    return methods;
  }

  private static Optional<EmissionMethod> method(FeedName name, FeedSettings settings) {
    try {
      return Optional.of(FeedProviders.of(name).facts(settings).method());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What {@code grid.intensity} is said to be; unspecified unless both parts are told. */
  public static EmissionMethod stated(FeedSettings settings) {
    try {
      return settings.method(FeedOption.FIXED_SIGNAL, FeedOption.FIXED_BASIS);
    } catch (IllegalArgumentException notTold) {
      return new EmissionMethod(Signal.UNSPECIFIED, Basis.UNSPECIFIED);
    }
  }

  /** The feeds that fit, in the order asked for. */
  List<PolledFeed> opened() {
    return opened;
  }

  /** The feeds that fit as rungs of a ladder, in the order asked for. */
  public List<LiveRung> rungs() {
    return opened.stream().map(PolledFeed::facts).map(Feeds::rung).toList();
  }

  // A value is there when its interval is over and published, and somebody has asked.
  private static LiveRung rung(FeedFacts facts) {
    Duration asked = facts.poll().multipliedBy(2);
    return new LiveRung(facts.name(), facts.resolution().plus(facts.lag()).plus(asked));
  }

  /** Starts to ask them. */
  public FeedScheduler watch(
      InstantSource clock, FeedScheduler.Listener listener, Consumer<String> complain) {
    return FeedScheduler.start(opened, clock, listener, complain);
  }

  /**
   * The line to print beside figures made from a live feed; empty if there is none.
   *
   * @param settings what was told about the feeds
   */
  public static String attribution(FeedName name, FeedSettings settings) {
    try {
      return FeedProviders.of(name).facts(settings).attribution();
    } catch (IllegalArgumentException notTold) {
      return "";
    }
  }

  /** One line for each feed that does not fit: the key, the value and what is allowed. */
  public List<String> complaints() {
    return complaints;
  }
}
