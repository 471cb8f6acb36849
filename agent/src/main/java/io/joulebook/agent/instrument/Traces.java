package io.joulebook.agent.instrument;

import io.joulebook.agent.instrument.HookIds.WovenSite;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds, once OpenTelemetry has been seen to load, what reads the current trace for each woven
 * site, and hands it to the bridge. The API's classes are looked for on the agent's own thread: a
 * request's thread only calls what was found.
 */
final class Traces {
  /** The API's class is seen just before it can be found. */
  private static final int TRIES = 3;

  private final HookIds sites;
  private int triesLeft;
  private int sitesKnown;

  Traces(HookIds sites) {
    this.sites = sites;
  }

  /** A class of that name, spelt with slashes, is being loaded or has been. */
  void seen(String className) {
    if (TraceReader.isTrigger(className)) {
      again();
    }
  }

  private synchronized void again() {
    triesLeft = TRIES;
  }

  /** Looks again if there is a reason to; to be called now and then, by one thread. */
  void look() {
    List<WovenSite> woven = List.copyOf(sites.all());
    if (isTime(woven.size())) {
      JoulebookBridge.traces(woven.stream().map(Traces::reader).toArray(Supplier<?>[]::new));
    }
  }

  // Without OpenTelemetry there is nothing to find for new sites either.
  private synchronized boolean isTime(int woven) {
    boolean newSites = sitesKnown > 0 && woven > sitesKnown;
    boolean time = woven > 0 && (triesLeft > 0 || newSites);
    if (time) {
      triesLeft = Math.max(0, triesLeft - 1);
      sitesKnown = woven;
    }
    return time;
  }

  private static @Nullable Supplier<?> reader(WovenSite site) {
    ClassLoader loader = site.loader().map(WeakReference::get).orElse(null);
    return TraceReader.in(loader).orElse(null);
  }
}
