package io.joulebook.agent.instrument;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that woven code passes to the bridge: one for each hook in each class loader, so that
 * what a call can see in its own loader is found by its number. Safe for use by several threads.
 */
final class HookIds {
  /** A host that makes class loaders without end shares the number of the hook's first one. */
  private static final int AT_MOST = 4_096;

  private final List<WovenSite> sites = new CopyOnWriteArrayList<>();

  /** A hook in a class loader; the JDK's own, the bootstrap loader, is absent. */
  record WovenSite(Hook hook, Optional<WeakReference<ClassLoader>> loader) {
    boolean isIn(@Nullable ClassLoader other) {
      return loader.isEmpty() ? other == null : other != null && loader.get().refersTo(other);
    }
  }

  /** The number of a hook in a class loader, which may be new. */
  synchronized int number(Hook hook, @Nullable ClassLoader loader) {
    int first = -1;
    for (int i = 0; i < sites.size(); i++) {
      boolean same = sites.get(i).hook() == hook;
      if (same && sites.get(i).isIn(loader)) {
        return i;
      }
      first = same && first < 0 ? i : first;
    }
    return sites.size() < AT_MOST || first < 0 ? add(hook, loader) : first;
  }

  private int add(Hook hook, @Nullable ClassLoader loader) {
    sites.add(new WovenSite(hook, Optional.ofNullable(loader).map(WeakReference::new)));
    return sites.size() - 1;
  }

  /** All of them, by number. */
  List<WovenSite> all() {
    return sites;
  }

  /** The hook behind a number that woven code has passed. */
  Hook hook(int number) {
    return sites.get(number).hook();
  }
}
