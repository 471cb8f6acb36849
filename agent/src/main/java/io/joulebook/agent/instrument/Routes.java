package io.joulebook.agent.instrument;

import io.joulebook.agent.instrument.HookIds.WovenSite;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what reads the route from the requests of each woven server, and whether they go on, and
 * hands it to the bridge. The server's classes are looked for on the agent's own thread. One thread
 * at a time.
 */
final class Routes {
  /** A class is seen just before it can be found. */
  private static final int TRIES = 3;

  private final HookIds sites;
  private int triesLeft = TRIES;
  private int sitesKnown;

  Routes(HookIds sites) {
    this.sites = sites;
  }

  /** Looks again if there is a reason to. */
  void look() {
    List<WovenSite> woven = List.copyOf(sites.all());
    if (woven.size() > sitesKnown) {
      sitesKnown = woven.size();
      triesLeft = TRIES;
    }
    if (triesLeft > 0 && sitesKnown > 0) {
      triesLeft--;
      JoulebookBridge.routes(readers(woven));
      JoulebookBridge.lasting(lasting(woven));
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Function<Object, ?>[] readers(List<WovenSite> woven) {
    return woven.stream().map(Routes::reader).toArray(Function[]::new);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Predicate<Object>[] lasting(List<WovenSite> woven) {
    return woven.stream()
        .map(site -> site.hook() instanceof RequestHook hook ? hook.goesOn().orElse(null) : null)
        .toArray(Predicate[]::new);
  }

  private static @Nullable Function<Object, ?> reader(WovenSite site) {
    ClassLoader loader = site.loader().map(WeakReference::get).orElse(null);
    return site.hook() instanceof RequestHook requests && loader != null
        ? requests.reader(loader).orElse(null)
        : null;
  }
}
