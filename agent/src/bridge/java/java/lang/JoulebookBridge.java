package java.lang;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one class that instrumented code sees. It is defined into {@code java.lang} at start-up, so
 * that every class loader, OSGi's included, finds it without configuration.
 *
 * <p>Woven methods call {@link #enter} and {@link #exit}; both only read the clock and append to a
 * preallocated ring. They take no lock, allocate nothing once a thread has its lane, do no I/O and
 * throw nothing of their own. One agent thread empties the rings.
 */
/*
 * An instance is a lane: a single-producer, single-consumer ring of call events that one platform
 * thread writes, and the depth of that thread's metered frames. The outermost metered frame of a
 * thread is the call; an engine frame inside it (a leaf, such as ONNX Runtime below DJL) marks when
 * the device was really used; every other frame inside is silent.
 *
 * A slot is four longs (time, call, kind and site, items) and four references (subject, detail,
 * trace, route). Space is reserved for the ends of what is open, so that a begin may be dropped when
 * the ring is full (counted, and its whole call with it) but an end never is: no call can leak.
 *
 * Virtual threads may be many, so they share a few lanes, each guarded by one compare-and-set that
 * is tried, never waited for; so do platform threads beyond the first 512. A call's begin takes the
 * next lane if the one it tried is held, and the call stays there: one holder that has lost its
 * processor costs no call. The lane of a dead thread is emptied and used again.
 *
 * Between the two ends of a server's request, on its thread, calls carry the request's route.
 *
 * Single class by design: nested classes would need defining into java.lang too.
 */
public final class JoulebookBridge {
  /** Kind of event: the outermost metered frame was entered. */
  public static final int CALL_BEGIN = 1;

  /** Kind of event: an engine frame inside the call was entered. */
  public static final int ENGINE_BEGIN = 2;

  /** Kind of event: the engine frame was left. */
  public static final int ENGINE_END = 3;

  /** Kind of event: the outermost metered frame returned. */
  public static final int CALL_END = 4;

  /** Kind of event: the outermost metered frame threw. */
  public static final int CALL_FAILED = 5;

  /** Set in a site's number if the site is an engine: a leaf below which nothing is metered. */
  public static final int LEAF = 1 << 30;

  /** Set in an event's items if its detail is the tensor named {@code input_ids}. */
  public static final long TOKEN_IDS = 1L << 62;

  private static final int SLOTS = 1024;
  private static final int MASK = SLOTS - 1;
  private static final int SHARED_LANES = 8;
  private static final int OWN_LANES_AT_MOST = 512;
  private static final int NOTES_AT_MOST = 1024;
  private static final Class<?> VIRTUAL_THREAD = virtualThreadClass();

  private static final ThreadLocal<JoulebookBridge> MINE = new ThreadLocal<>();
  private static final ConcurrentLinkedQueue<JoulebookBridge> LANES = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<JoulebookBridge> FREE = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<Object[]> NOTES = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger NOTES_WAITING = new AtomicInteger();
  private static final AtomicLong LANE_NUMBERS = new AtomicLong();
  private static final AtomicInteger OWN_LANES = new AtomicInteger();
  private static final AtomicLong RETIRED_DROPS = new AtomicLong();
  private static final AtomicReferenceArray<JoulebookBridge> SHARED =
      new AtomicReferenceArray<>(SHARED_LANES);
  private static volatile boolean enabled;
  private static volatile Supplier<?>[] traces = {};

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static volatile Function<Object, ?>[] routes = new Function[0];

  private final long[] longs;
  private final Object[] objects;
  private final AtomicLong tail;
  private final AtomicLong head;
  private final AtomicBoolean busy;
  private final boolean shared;
  private WeakReference<Thread> owner;

  private int depth;
  private boolean muted;
  private boolean inEngine;
  private boolean underLeaf;
  private long nextCall;
  private long call;
  private int reserved;
  private long knownHead;
  private volatile long dropped;
  private JoulebookBridge ring;
  private int lane;
  private Object served;
  private int servedBy;
  private Object currentTrace;
  private Object currentRoute;

  private long time;
  private long callRead;
  private long kindAndSite;
  private long items;
  private Object subject;
  private Object detail;
  private Object trace;
  private Object route;

  private JoulebookBridge(boolean shared, boolean withRing) {
    this.shared = shared;
    longs = withRing ? new long[4 * SLOTS] : null;
    objects = withRing ? new Object[4 * SLOTS] : null;
    tail = withRing ? new AtomicLong() : null;
    head = withRing ? new AtomicLong() : null;
    busy = shared ? new AtomicBoolean() : null;
    ring = this;
    nextCall = LANE_NUMBERS.incrementAndGet() << 40;
  }

  // ---- what woven code calls

  /**
   * A metered method is entered.
   *
   * @param site the hook's number, with {@link #LEAF} for an engine
   * @param subject what is called, e.g. a session
   * @param detail what the batch is read from later: a map of inputs, or anything, or null
   * @param items the number of items if the hook knows it, else 0
   * @return a token for {@link #exit}; 0 if the call is not metered
   */
  public static long enter(int site, Object subject, Object detail, long items) {
    if (!enabled) {
      return 0;
    }
    return mine().begin(site, subject, detail, items);
  }

  /**
   * The metered method is left.
   *
   * @param token what {@link #enter} returned in the same frame
   * @param failed whether it throws
   */
  public static void exit(long token, boolean failed) {
    if (token != 0) {
      mine().end(token, failed);
    }
  }

  /**
   * A server begins to serve a request on this thread.
   *
   * @param site the hook's number
   * @param request the route as the server's configuration has it, or what the route is read from
   *     when a call begins
   * @return a token for {@link #exitRequest}: 0 if a request is being served on this thread already
   */
  public static long enterRequest(int site, Object request) {
    if (!enabled || request == null) {
      return 0;
    }
    JoulebookBridge lane = MINE.get();
    if (lane == null) {
      lane = new JoulebookBridge(false, false); // a ring only if it calls
      lane.ring = null;
      MINE.set(lane);
    }
    if (lane.served != null) {
      return 0;
    }
    lane.served = request;
    lane.servedBy = site;
    return 1;
  }

  /**
   * The server has left the method that served the request.
   *
   * @param token what {@link #enterRequest} returned in the same frame
   */
  public static void exitRequest(long token) {
    if (token != 0) {
      JoulebookBridge lane = MINE.get();
      if (lane != null) {
        lane.served = null;
      }
    }
  }

  /** Tells the agent of something rare, such as a session that was made; dropped if 1024 wait. */
  public static void note(int site, Object first, Object second, Object third) {
    if (enabled && NOTES_WAITING.get() < NOTES_AT_MOST) {
      NOTES_WAITING.incrementAndGet();
      NOTES.add(new Object[] {site, first, second, third});
    }
  }

  // ---- the producing thread

  private static JoulebookBridge mine() {
    JoulebookBridge lane = MINE.get();
    return lane == null ? open() : lane;
  }

  private static JoulebookBridge open() {
    Thread thread = Thread.currentThread();
    boolean virtual = VIRTUAL_THREAD != null && VIRTUAL_THREAD.isInstance(thread);
    JoulebookBridge lane = virtual ? null : ownLane(thread);
    if (lane == null) {
      lane = new JoulebookBridge(false, false);
      lane.shareRing(thread);
    }
    MINE.set(lane);
    return lane;
  }

  private void shareRing(Thread thread) {
    lane = (int) thread.getId();
    ring = sharedLane(lane);
  }

  // The first call on a thread that has served requests so far.
  private void takeRing() {
    Thread thread = Thread.currentThread();
    boolean virtual = VIRTUAL_THREAD != null && VIRTUAL_THREAD.isInstance(thread);
    ring = virtual ? null : ownLane(thread);
    if (ring == null) {
      shareRing(thread);
    }
  }

  // Pools may erase a thread's locals between tasks (the common pool does, from JDK 19 on): a
  // thread
  // that lives keeps the lane it had. Lanes are bounded; threads beyond share.
  private static JoulebookBridge ownLane(Thread thread) {
    for (JoulebookBridge lane : LANES) {
      if (!lane.shared && lane.owner.get() == thread) {
        return lane;
      }
    }
    JoulebookBridge lane = FREE.poll();
    if (lane == null && OWN_LANES.get() < OWN_LANES_AT_MOST) {
      OWN_LANES.incrementAndGet();
      lane = new JoulebookBridge(false, true);
    }
    if (lane != null) {
      lane.owner = new WeakReference<>(thread);
      LANES.add(lane);
    }
    return lane;
  }

  private static JoulebookBridge sharedLane(int hash) {
    int i = Math.floorMod(hash, SHARED_LANES);
    if (SHARED.get(i) == null) {
      JoulebookBridge lane = new JoulebookBridge(true, true);
      if (SHARED.compareAndSet(i, null, lane)) {
        LANES.add(lane);
      }
    }
    return SHARED.get(i);
  }

  // What was read once holds for the request.
  private Object routeServed() {
    if (!(served instanceof String)) {
      Function<Object, ?>[] readers = routes;
      if (servedBy >= readers.length || readers[servedBy] == null) {
        return null;
      }
      try {
        Object read = readers[servedBy].apply(served);
        if (read == null) {
          return null;
        }
        served = read;
      } catch (Throwable foreign) {
        return null; // it is the host's code that was called
      }
    }
    return served;
  }

  // The token is the depth to restore and what the frame did: 1 silent, 2 engine, 3 the call.
  private long begin(int site, Object subject, Object detail, long items) {
    if (depth == 0) {
      return beginCall(site, subject, detail, items);
    }
    if (!muted && !inEngine && !underLeaf && (site & LEAF) != 0) {
      long at = append(3, 2, ENGINE_BEGIN, call, site, subject, detail, items);
      inEngine = at != 0;
    } else {
      depth++;
      return (long) (depth - 1) << 8 | 1;
    }
    depth++;
    return (long) (depth - 1) << 8 | (inEngine ? 2 : 1);
  }

  private long beginCall(int site, Object subject, Object detail, long items) {
    if (ring == null) {
      takeRing();
    }
    call = ++nextCall;
    currentTrace = traceAt(site & ~LEAF);
    currentRoute = served == null ? null : routeServed();
    muted = append(2, 1, CALL_BEGIN, call, site, subject, detail, items) == 0;
    currentTrace = null;
    currentRoute = null;
    underLeaf = (site & LEAF) != 0;
    inEngine = false;
    depth = 1;
    return muted ? 1 : 3;
  }

  private static Object traceAt(int site) {
    Supplier<?>[] readers = traces;
    if (site >= readers.length || readers[site] == null) {
      return null;
    }
    try {
      return readers[site].get();
    } catch (Throwable foreign) {
      return null; // it is the host's code that was called
    }
  }

  private void end(long token, boolean failed) {
    depth = (int) (token >>> 8);
    int did = (int) (token & 0xff);
    if (did == 2) {
      inEngine = false;
      append(1, -1, ENGINE_END, call, 0, null, null, 0);
    } else if (did == 3) {
      append(1, -1, failed ? CALL_FAILED : CALL_END, call, 0, null, null, 0);
    }
  }

  /** Appends unless fewer than {@code need} slots are free; returns the time stamped, 0 if not. */
  private long append(
      int need, int reserve, int kind, long call, int site, Object s, Object d, long items) {
    Object sample = d;
    long count = items;
    if (d instanceof Map<?, ?>) {
      Object ids = ((Map<?, ?>) d).get("input_ids");
      sample = ids != null ? ids : first((Map<?, ?>) d);
      count = ids != null ? TOKEN_IDS : items;
    }
    if (!ring.shared) {
      return ring.offer(this, need, reserve, kind, call, site, s, sample, count);
    }
    return offerShared(need, reserve, kind, call, site, s, sample, count);
  }

  private long offerShared(
      int need, int reserve, int kind, long call, int site, Object s, Object d, long items) {
    // Only the begin of a call may choose its lane: what follows must come after it.
    int choices = kind == CALL_BEGIN ? SHARED_LANES : 1;
    for (int tried = 1; !ring.acquire(reserve < 0); tried++) {
      if (tried == choices) {
        RETIRED_DROPS.incrementAndGet();
        return 0;
      }
      ring = sharedLane(lane + tried);
    }
    try {
      return ring.offer(this, need, reserve, kind, call, site, s, d, items);
    } finally {
      ring.busy.set(false);
    }
  }

  private long offer(
      JoulebookBridge by,
      int need,
      int reserve,
      int kind,
      long call,
      int site,
      Object s,
      Object d,
      long items) {
    long t = tail.getPlain();
    if (reserve > 0 && lacks(t, need)) {
      countDrop();
      return 0;
    }
    reserved += reserve > 0 ? 1 : -1;
    int j = 4 * ((int) t & MASK);
    objects[j] = s;
    objects[j + 1] = d;
    if (kind == CALL_BEGIN) {
      objects[j + 2] = by.currentTrace;
      objects[j + 3] = by.currentRoute;
    }
    longs[j + 1] = call;
    longs[j + 2] = (long) kind << 32 | site;
    longs[j + 3] = items;
    long at = System.nanoTime();
    longs[j] = at;
    tail.lazySet(t + 1);
    return at == 0 ? 1 : at;
  }

  private boolean lacks(long t, int need) {
    if (SLOTS - (t - knownHead) - reserved >= need) {
      return false;
    }
    knownHead = head.get();
    return SLOTS - (t - knownHead) - reserved < need;
  }

  // The holder only writes one slot. An end must get in, so it tries for longer, and yields, for
  // the
  // holder may have lost its processor.
  private boolean acquire(boolean must) {
    int tries = must ? 1 << 20 : 64;
    for (int i = 1; i <= tries; i++) {
      if (busy.compareAndSet(false, true)) {
        return true;
      }
      if (i % 64 == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
    return false;
  }

  private void countDrop() {
    dropped = dropped + 1;
  }

  private static Object first(Map<?, ?> inputs) {
    return inputs.isEmpty() ? null : inputs.values().iterator().next();
  }

  private static Class<?> virtualThreadClass() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  // ---- the consuming thread

  /** Turns metering on or off; off, {@link #enter} costs one volatile read. */
  public static void enable(boolean on) {
    enabled = on;
  }

  /**
   * Names what reads the id of the trace that is current on a thread, by the number of the hook
   * whose call begins; null where there is none. They are asked on the host's threads.
   */
  public static void traces(Supplier<?>[] readers) {
    traces = readers;
  }

  /**
   * Names what reads the route from a server's request, by the number of the hook that saw it; null
   * where there is none. They are asked on the host's threads.
   */
  public static void routes(Function<Object, ?>[] readers) {
    routes = readers;
  }

  /** The lanes that may hold events; those of dead threads are recycled once they are empty. */
  public static List<JoulebookBridge> lanes() {
    List<JoulebookBridge> open = new ArrayList<>();
    for (JoulebookBridge lane : LANES) {
      if (lane.isDeserted()) {
        LANES.remove(lane);
        lane.recycle();
      } else {
        open.add(lane);
      }
    }
    return open;
  }

  /** The next note, as {@code {site, first, second, third}}, or null. */
  public static Object[] pollNote() {
    Object[] note = NOTES.poll();
    if (note != null) {
      NOTES_WAITING.decrementAndGet();
    }
    return note;
  }

  /** Call events dropped for want of room, in all lanes since the start. */
  public static long dropped() {
    long sum = RETIRED_DROPS.get();
    for (JoulebookBridge lane : LANES) {
      sum += lane.dropped;
    }
    return sum;
  }

  /** Moves to the lane's next event, if there is one; its parts are then read by the getters. */
  public boolean next() {
    long h = head.getPlain();
    if (h == tail.get()) {
      subject = null;
      detail = null;
      trace = null;
      route = null;
      return false;
    }
    int i = 4 * ((int) h & MASK);
    time = longs[i];
    callRead = longs[i + 1];
    kindAndSite = longs[i + 2];
    items = longs[i + 3];
    subject = taken(i);
    detail = taken(i + 1);
    trace = taken(i + 2);
    route = taken(i + 3);
    head.lazySet(h + 1);
    return true;
  }

  private Object taken(int i) {
    Object found = objects[i];
    objects[i] = null;
    return found;
  }

  /** When the event happened, by {@link System#nanoTime}. */
  public long time() {
    return time;
  }

  /** The number of the call that the event belongs to, unique among those in flight. */
  public long call() {
    return callRead;
  }

  /** One of {@link #CALL_BEGIN} and its sisters. */
  public int kind() {
    return (int) (kindAndSite >>> 32);
  }

  /** The hook's number, for events that begin something. */
  public int site() {
    return (int) kindAndSite;
  }

  /** The items that the hook passed, or {@link #TOKEN_IDS}. */
  public long items() {
    return items;
  }

  /** What was called, for events that begin something. */
  public Object subject() {
    return subject;
  }

  /** What the batch can be read from, for events that begin something; may be null. */
  public Object detail() {
    return detail;
  }

  /** The id of the trace in which a call begins; null where none is seen. */
  public Object trace() {
    return trace;
  }

  /** The route of the request in which a call begins; null where none is seen. */
  public Object route() {
    return route;
  }

  private boolean isDeserted() {
    if (shared) {
      return false;
    }
    Thread thread = owner.get();
    return (thread == null || !thread.isAlive()) && head.get() == tail.get();
  }

  private void recycle() {
    RETIRED_DROPS.addAndGet(dropped);
    dropped = 0;
    depth = 0;
    reserved = 0;
    served = null;
    FREE.add(this);
  }

  /** Lets a module of the agent's own layer use native code; before JDK 22 nothing is needed. */
  public static void grantNativeAccess(ModuleLayer.Controller layer, Module module)
      throws Throwable {
    MethodType type = MethodType.methodType(ModuleLayer.Controller.class, Module.class);
    try {
      MethodHandles.lookup()
          .findVirtual(ModuleLayer.Controller.class, "enableNativeAccess", type)
          .invoke(layer, module);
    } catch (NoSuchMethodException e) {
      return; // JDK 17 to 21: native access is not restricted
    }
  }
}
