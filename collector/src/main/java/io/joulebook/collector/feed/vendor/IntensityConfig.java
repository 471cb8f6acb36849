package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import io.joulebook.collector.grid.GridIntensity;
import io.joulebook.collector.grid.IntensityResult;
import io.joulebook.collector.grid.Ladder;
import io.joulebook.collector.grid.LiveRung;
import io.joulebook.collector.grid.Tier;
import io.joulebook.collector.grid.Zone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the settings make of the grid: a ladder, the live feeds that it stands on, and one line for
 * each feed that was asked for and cannot be on it.
 */
public final class IntensityConfig {
  private final GridSettings settings;
  private final List<String> complaints = new ArrayList<>();
  private final List<FeedName> live;
  private final Map<FeedName, EmissionMethod> methods;
  private final Optional<Feeds> feeds;
  private final IntensityResult timeless;
  private final Ladder ladder;

  private IntensityConfig(GridSettings settings, InstantSource clock) {
    this.settings = settings;
    live = reachable(settings.ladder());
    methods = methods();
    List<FeedName> alike = alike();
    feeds = open(alike.stream().filter(FeedName::isLive).toList(), clock);
    List<LiveRung> rungs = feeds.map(Feeds::rungs).orElse(List.of());
    timeless = ConstantIntensities.quote(settings, alike);
    ladder = rungs.isEmpty() ? Ladder.timeless(timeless) : live(rungs, timeless);
  }

  /** The ladder and the feeds of these settings. */
  public static IntensityConfig of(GridSettings settings, InstantSource clock) {
    return new IntensityConfig(settings, clock);
  }

  // A feed below one that always knows a price would never be asked for one.
  private List<FeedName> reachable(List<FeedName> asked) {
    List<FeedName> found = new ArrayList<>();
    boolean timeless = false;
    for (FeedName name : asked) {
      if (name.isLive() && timeless) {
        leaveOut(name, "stands below a feed that always has a price");
      } else if (name.isLive() && settings.zone().isEmpty()) {
        leaveOut(name, "needs grid.zone, which is unset");
      } else {
        found.add(name);
        timeless |= !name.isLive();
      }
    }
    return found;
  }

  private Map<FeedName, EmissionMethod> methods() {
    Map<FeedName, EmissionMethod> found =
        new LinkedHashMap<>(Feeds.methods(live, settings.options()));
    live.stream()
        .filter(name -> !name.isLive())
        .forEach(name -> found.put(name, ConstantIntensities.method(settings, name)));
    return found;
  }

  /** The feeds of the same signal and basis as the first live one; those it cannot tell stay in. */
  private List<FeedName> alike() {
    Optional<FeedName> first =
        live.stream().filter(FeedName::isLive).filter(methods::containsKey).findFirst();
    return first.isEmpty()
        ? live
        : live.stream().filter(name -> isLike(first.get(), name)).toList();
  }

  private boolean isLike(FeedName first, FeedName name) {
    EmissionMethod wanted = Objects.requireNonNull(methods.get(first));
    EmissionMethod method = methods.getOrDefault(name, wanted);
    if (method.equals(wanted)) {
      return true;
    }
    String why =
        String.format("is %s and %s is %s: a sum of both means nothing", method, first, wanted);
    leaveOut(name, name.equals(FeedName.FIXED) ? why + howToState(wanted) : why);
    return false;
  }

  private static String howToState(EmissionMethod wanted) {
    return String.format(
        "; if grid.intensity is %s, say so with %s and %s",
        wanted, FeedOption.FIXED_SIGNAL.key(), FeedOption.FIXED_BASIS.key());
  }

  private void leaveOut(FeedName name, String why) {
    complaints.add("grid.feeds: " + name + " " + why + "; it is left out");
  }

  private Optional<Feeds> open(List<FeedName> names, InstantSource clock) {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    Zone zone = settings.zone().orElseThrow();
    Feeds opened = Feeds.open(names, zone, usual(zone), settings.options(), clock);
    complaints.addAll(opened.complaints());
    return Optional.of(opened);
  }

  // The row of a country says little of its parts, and that of the world of no country.
  private static Optional<GridIntensity> usual(Zone zone) {
    return Ladder.yearly(Optional.of(zone)) instanceof IntensityResult.Price price
            && price.tier() == Tier.STATIC
        ? Optional.of(price.intensity())
        : Optional.empty();
  }

  private Ladder live(List<LiveRung> rungs, IntensityResult timeless) {
    LiveRung first = rungs.get(0);
    Duration patience = settings.patience().orElse(first.patience());
    List<LiveRung> all = new ArrayList<>(rungs);
    all.set(0, new LiveRung(first.name(), patience));
    EmissionMethod method = methods.getOrDefault(first.name(), EmissionMethod.AVERAGE_LIFECYCLE);
    return Ladder.live(
        settings.zone().orElseThrow(), method, all, settings.oldest(), timeless, Ladder.MEMORY);
  }

  /** The order in which intensities are tried. */
  public Ladder ladder() {
    return ladder;
  }

  /** The live feeds, if any fits. */
  public Optional<Feeds> feeds() {
    return feeds.filter(opened -> !opened.rungs().isEmpty());
  }

  /** Each rung in words, by feed, from the best; empty if nothing is ever priced. */
  public Map<String, String> rungs() {
    Map<String, String> rungs = new LinkedHashMap<>();
    feeds()
        .ifPresent(
            opened ->
                opened.rungs().forEach(rung -> rungs.put(rung.name().toString(), said(rung))));
    feeds().ifPresent(opened -> rungs.computeIfPresent(first(opened), this::withPatience));
    if (timeless instanceof IntensityResult.Price price) {
      rungs.put(price.feed(), price.intensity() + ", " + price.method() + ", zone " + price.zone());
    }
    return rungs;
  }

  private String said(LiveRung rung) {
    return methods.get(rung.name()) + ", zone " + settings.zone().map(Zone::code).orElse("");
  }

  private static String first(Feeds opened) {
    return opened.rungs().get(0).name().toString();
  }

  private String withPatience(String feed, String said) {
    return said + ", waited for up to " + ladder.patience().toMinutes() + " min";
  }

  /** One line for each feed that was left out. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }
}
