package java.lang;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

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
 * Memory. A ring keeps numbers and two strings, the trace's id and the route: no object of a call
 * (its inputs, its session) is reachable from here, however long the consumer takes. A slot is four
 * longs (time, call, what, size) and two references: 40 KiB a lane, and with the longest strings that
 * are taken 1.2 MiB. What is called, the receiver, is known by a number: a table of weak references
 * finds it, and a resolver of the agent reads its name when it is met first. How much a call works on
 * is read on the caller's thread by a reader of the hook, from the inputs or else from the result.
 *
 * Overload. The consumer is woken when a ring is half full. When one is full, calls are folded: per
 * site and receiver the lane counts begins, ends and failures, and sums their times, so that counts
 * and time in flight stay exact, and only single calls cannot be told apart any more. A call whose
 * begin is in the ring always gets its end through: where the ring is full, by a queue of some 80
 * bytes for each call in flight. So neither calls in flight nor their rate have a ceiling.
 *
 * Virtual threads may be many, so they share a few rings, each guarded by one compare-and-set that
 * is tried and never waited for; so do platform threads beyond the first 512. The lane of a dead
 * thread is emptied and used again.
 *
 * Batches. A server may answer several requests with one call of the library: each is a call of its
 * own here, with its own route and id, from the frame's begin to its end or to the end of its own
 * stream. Their numbers follow each other, and an engine frame inside is one of each.
 *
 * Streams. A call whose result is a stream goes on after its method has returned, and ends on the
 * thread that makes the last piece. The agent's core remembers which stream is whose, weakly.
 *
 * Between the two ends of a server's request, on its thread, calls carry the request's route.
 *
 * Tasks. What a request hands to another thread belongs to it. The request has an origin then, which is an
 * instance too, with two strings: route and trace. A table of the agent's core finds the origin by
 * the task, weakly, and the thread that runs the task serves it meanwhile. When the request is over,
 * so is its origin: a thread that outlives the request, such as one that it has started for all,
 * goes on without it. A request that goes on after its method is held weakly then, and asked whether it
 * has been answered.
 *
 * A new start. The agent's core may have to be started anew, and its hooks are woven anew then. What
 * an earlier core has woven and is not woven anew yet passes numbers below the new core's first: such
 * frames are not metered, by the comparison that tells whether anything is.
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

  /** Kind of event: the id of the request that a call is for, told after the call's begin. */
  public static final int REQUEST_ID = 6;

  /** Kind of event: a call's stream had its first piece. */
  public static final int FIRST_PIECE = 7;

  /** Kind of event: what the engine says of a call's tokens, before its end. */
  public static final int USAGE = 8;

  /** What an end has in place of a receiver if its tokens are a lower bound. */
  public static final int AT_LEAST = 1;

  /** Set in a site's number if the site is an engine: a leaf below which nothing is metered. */
  public static final int LEAF = 1 << 30;

  /** Set in a site's number if the method only waits for calls that are metered themselves. */
  public static final int WAITS = 1 << 29;

  /** What the name of a native method begins with in whose place there is one with code. */
  public static final String NATIVE_PREFIX = "joulebook$";

  /** A size that is not known; {@link #size} makes others. */
  public static final long UNKNOWN_SIZE = 0;

  /** The number of every receiver beyond those that can be told apart. */
  public static final int OTHER_RECEIVER = 1;

  private static final int SLOTS = 1024;
  private static final int MASK = SLOTS - 1;
  private static final int HALF = SLOTS / 2;
  private static final int SHARED_LANES = 8;
  private static final int OWN_LANES_AT_MOST = 512;
  private static final int TRIES = 64;
  private static final int PATIENT_ROUNDS = 1 << 14;

  private static final int TRACE_AT_MOST = 64;
  private static final int ID_AT_MOST = 128;
  private static final int ROUTE_AT_MOST = 1024;

  private static final int RECEIVERS = 4096;
  private static final int PROBES = 32;

  /** Pairs of site and receiver that a lane folds apart; the last is for all others. */
  private static final int FOLDS = 256;

  private static final int FOLD_WORDS = 9;
  private static final int KEY = 0;
  private static final int BEGUN = 1;
  private static final int BEGIN_TIMES = 2;
  private static final int ENDED = 3;
  private static final int END_TIMES = 4;
  private static final int FAILED = 5;
  private static final int ITEMS = 6;
  private static final int TOKENS = 7;
  private static final int OUTPUT = 8;

  /** Odd while a lane's folds are being written. */
  private static final int VERSION = (FOLDS + 1) * FOLD_WORDS;

  private static final Class<?> VIRTUAL_THREAD = virtualThreadClass();

  private static final ThreadLocal<JoulebookBridge> MINE = new ThreadLocal<>();
  private static final ConcurrentLinkedQueue<JoulebookBridge> LANES = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<JoulebookBridge> FREE = new ConcurrentLinkedQueue<>();
  private static final ConcurrentLinkedQueue<long[]> ENDS = new ConcurrentLinkedQueue<>();
  private static final AtomicLong LANE_NUMBERS = new AtomicLong();
  private static final AtomicInteger OWN_LANES = new AtomicInteger();
  private static final AtomicLong LOST = new AtomicLong();
  private static final AtomicReferenceArray<JoulebookBridge> SHARED =
      new AtomicReferenceArray<>(SHARED_LANES);
  private static final AtomicReferenceArray<WeakReference<Object>> RECEIVER =
      new AtomicReferenceArray<>(RECEIVERS);
  private static final int[] RECEIVER_NUMBER = new int[RECEIVERS];
  private static final WeakReference<Object> TAKEN = new WeakReference<>(null);

  private static final int NOTHING = Integer.MAX_VALUE;
  private static final int SILENT = 1;
  private static final int ENGINE = 2;
  private static final int CALL = 3;
  private static final int RESUMED = 4;

  /** Frames of sites from this number on are metered. */
  private static volatile int metered = NOTHING;

  /** Belongs to the consumer's thread. */
  private static int firstSite;

  private static final Supplier<?>[] NO_TRACES = {};

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Function<Object, ?>[] NO_ROUTES = new Function[0];

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final IntFunction<ToLongFunction<Object>>[] NO_SIZES = new IntFunction[0];

  private static volatile Supplier<?>[] traces = NO_TRACES;
  private static volatile Function<Object, ?>[] routes = NO_ROUTES;
  private static volatile IntFunction<ToLongFunction<Object>>[] sizes = NO_SIZES;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Function<Object, Object>[] NO_STREAMS = new Function[0];

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final ToLongFunction<Object>[] NO_OUTPUTS = new ToLongFunction[0];

  private static volatile Function<Object, Object>[] streams = NO_STREAMS;
  private static volatile Function<Object, Object>[] callees = NO_STREAMS;
  private static volatile ToLongFunction<Object>[] outputs = NO_OUTPUTS;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Function<Object, Object[]>[] NO_REQUESTS = new Function[0];

  private static volatile Function<Object, Object[]>[] requests = NO_REQUESTS;
  private static volatile BiFunction<Object, long[], long[]> opened;
  private static volatile BiFunction<Object, Object[], long[]> pieces;
  private static volatile BiFunction<Object, Object, Object> coroutines;

  /** Tasks that are handed over and that no thread has taken yet. */
  private static final AtomicInteger HANDED = new AtomicInteger();

  /** How long tasks belong to a request of which nobody knows the end, after its method's. */
  private static final long LINGERING_NANOS = 300_000_000_000L;

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Predicate<Object>[] NO_LASTING = new Predicate[0];

  private static volatile Predicate<Object>[] lasting = NO_LASTING;
  private static volatile boolean requestsServed;
  private static volatile BiConsumer<Object[], JoulebookBridge> handing;
  private static volatile Function<Object, Object[]> taking;
  private static volatile Supplier<?> contextRoute;

  private static volatile ToLongFunction<Object[]> resolver;
  private static volatile Consumer<Object[]> notes;
  private static volatile Thread consumer;
  private static volatile boolean woken;

  // ---- a ring
  private final long[] longs;
  private final Object[] objects;
  private final AtomicLong tail;
  private final AtomicLong head;
  private final AtomicBoolean busy;
  private final boolean shared;
  private long knownHead;
  private volatile AtomicLongArray folds;
  private WeakReference<Thread> owner;

  // ---- a thread
  private JoulebookBridge ring;
  private int lane;
  private int depth;

  /** Calls of the outermost frame: one, or one for each request of a batch. */
  private int calls = 1;

  /** How many of these, the first ones, have events of their own; the others are folded. */
  private int told;

  private boolean inEngine;
  private boolean underLeaf;
  private long nextCall;
  private long call;
  private int callSite;
  private int callReceiver;

  /** What the begin told of the call's size, and whether its end may tell no more. */
  private long sizeBegun;

  private boolean sized;

  /** Whether frames inside the call are where it works, whatever their hook. */
  private boolean waits;

  /** What a server has passed, or what was read from it, or the origin of a task. */
  private Object served;

  private int servedBy;

  /** What a task is that runs on this thread, as the table of tasks tells it, and its hash. */
  private Object running;

  private int begun;

  /** Whether what is served was told by a server that may have servlets inside. */
  private boolean servedOutside;

  private boolean inStep;

  /** The origin of the tasks that the request on this thread has handed over, if any. */
  private JoulebookBridge handed;

  // ---- an origin, which also has a trace and a route
  private WeakReference<Object> answered;

  private volatile long overAt;
  private volatile boolean over;

  // ---- what the consumer reads
  private long time;
  private long callRead;
  private long what;
  private long size;
  private Object trace;
  private Object route;
  private long[] foldsRead;

  private JoulebookBridge(boolean shared, boolean withRing) {
    this.shared = shared;
    longs = withRing ? new long[4 * SLOTS] : null;
    objects = withRing ? new Object[2 * SLOTS] : null;
    tail = withRing ? new AtomicLong() : null;
    head = withRing ? new AtomicLong() : null;
    busy = shared ? new AtomicBoolean() : null;
    ring = this;
    nextCall = LANE_NUMBERS.incrementAndGet() << 40;
  }

  private JoulebookBridge(Object trace) {
    shared = false;
    longs = null;
    objects = null;
    tail = null;
    head = null;
    busy = null;
    this.trace = trace;
  }

  // ---- what woven code calls

  /**
   * A metered method is entered.
   *
   * @param site the hook's number, from {@link #firstSite} on, with {@link #LEAF} for an engine
   * @param receiver what is called, e.g. a session; null if the site says it all
   * @param context what the receiver's name is read from besides itself; may be null
   * @param inputs what the hook's reader finds the size in; null if there is nothing to read
   * @param size how much the call works on if the inputs do not tell and the hook knows it, else
   *     {@link #UNKNOWN_SIZE}
   * @return a token for {@link #exit}; 0 if the call is not metered
   */
  public static long enter(int site, Object receiver, Object context, Object inputs, long size) {
    int first = metered;
    if ((site & ~LEAF) < first) {
      return 0;
    }
    return mine().begin(site - first, receiver, context, inputs, size);
  }

  /**
   * A metered method is entered of whose object and arguments its hook reads more.
   *
   * @param site the hook's number, with {@link #WAITS} if the method only waits
   * @param called the object; null of a static method
   * @param arguments its arguments; null if nothing is read, and the call is of one item
   * @return a token for {@link #exitReading}, or {@link #exit} if nothing is read; 0 if the call is
   *     not metered
   */
  public static long enterReading(int site, Object called, Object[] arguments) {
    int first = metered;
    if ((site & ~WAITS) < first) {
      return 0;
    }
    return mine().beginReading((site & ~WAITS) - first, called, arguments, (site & WAITS) != 0);
  }

  /**
   * It is left.
   *
   * @param token what {@link #enterReading} returned in the same frame
   */
  public static void exitReading(
      long token, boolean failed, Object called, Object[] arguments, Object result) {
    if (token != 0) {
      boolean isRead = (token & 0xff) == CALL && !failed;
      mine().end(token, failed, isRead ? new Object[] {called, arguments, result} : null);
    }
  }

  /**
   * A metered method is entered that may answer several requests of a server at once.
   *
   * @param receiver what is called
   * @param batch what the hook's reader finds the requests in, and the receiver's name, and else
   *     the size
   * @param size how much the call works on if these do not tell
   * @return a token for {@link #exit}; 0 if the call is not metered
   */
  public static long enterBatch(int site, Object receiver, Object batch, long size) {
    int first = metered;
    if ((site & ~LEAF) < first) {
      return 0;
    }
    return mine().beginBatch(site - first, receiver, batch, size);
  }

  /**
   * A call begins that is no frame of this thread: it ends as a stream does, with {@link #piece} or
   * {@link #finish}.
   *
   * @param site the hook's number, as woven code has it
   * @param receiver what is called
   * @param stream what stands for the call until it ends
   * @param request {@code {trace, route, id}} of the request that it is for, each of which may be
   *     null
   */
  public static void begin(int site, Object receiver, Object stream, Object[] request) {
    int first = metered;
    if ((site & ~LEAF) >= first && stream != null) {
      mine().beginStream(site - first, receiver, stream, request);
    }
  }

  /**
   * The metered method is left.
   *
   * @param token what {@link #enter} returned in the same frame
   * @param failed whether it throws
   */
  public static void exit(long token, boolean failed) {
    exit(token, failed, null);
  }

  /**
   * The metered method is left with a result.
   *
   * @param token what {@link #enter} returned in the same frame
   * @param failed whether it throws
   * @param result what the size is read from if the inputs did not tell it; may be null
   */
  public static void exit(long token, boolean failed, Object result) {
    if (token != 0) {
      mine().end(token, failed, result);
    }
  }

  /**
   * A piece of a stream was made, on whatever thread. If the stream is what a metered call
   * returned, the call ends with its last piece.
   *
   * @param stream the stream
   * @param piece what was made; may be null
   * @param last whether it is the last
   */
  public static void piece(Object stream, Object piece, boolean last) {
    made(stream, new Object[] {piece, last, false, false});
  }

  /**
   * A result that a metered call returned before it was there is there now, on whatever thread: the
   * call ends.
   *
   * @param result what the call returned
   * @param failed whether it failed
   */
  public static void finish(Object result, boolean failed) {
    finish(result, failed, false);
  }

  /**
   * The same.
   *
   * @param again whether a later call may have the same result, or stream
   */
  public static void finish(Object result, boolean failed, boolean again) {
    made(result, new Object[] {null, true, failed, again});
  }

  private static void made(Object stream, Object[] piece) {
    BiFunction<Object, Object[], long[]> reader = pieces;
    if (metered != NOTHING && reader != null) {
      long[] ended = reader.apply(stream, piece);
      if (ended != null && ended.length > 2) {
        mine().endStream(ended);
      } else if (ended != null) {
        mine().tellFirst(ended[0], ended[1]);
      }
    }
  }

  /**
   * A metered suspend function of Kotlin is entered, or entered again after it was suspended.
   *
   * @param site the hook's number
   * @param continuation its last argument: who called it, or its own state when it goes on
   * @return a token for {@link #exitSuspendable}
   */
  public static long enterSuspendable(int site, Object continuation) {
    BiFunction<Object, Object, Object> reader = coroutines;
    if (metered == NOTHING || reader == null || reader.apply(continuation, null) == null) {
      return enter(site, null, null, null, 1);
    }
    return mine().resume();
  }

  /**
   * The suspend function is left: with its result, or because it is suspended.
   *
   * @param token what {@link #enterSuspendable} returned in the same frame
   */
  public static void exitSuspendable(
      long token, boolean failed, Object result, Object continuation) {
    if (token == 0) {
      return;
    }
    if ((token & 0xff) == RESUMED) {
      mine().depth = (int) (token >>> 8);
      BiFunction<Object, Object, Object> reader = coroutines;
      Object caller =
          reader == null ? null : reader.apply(continuation, result == null ? token : result);
      if (caller != null) {
        made(caller, new Object[] {null, true, failed, true});
      }
    } else {
      exit(token, failed, new Object[] {result, continuation});
    }
  }

  /** A size of so many items, 0 if their number is not known, or more than can be carried. */
  public static long size(long items) {
    return items == (int) items ? Math.max(0, items) : UNKNOWN_SIZE;
  }

  /** A size of so many items and tokens. */
  public static long size(long items, long tokens) {
    return size(tokens + 1) << 32 | size(items);
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
    int first = metered;
    if (site < first || request == null) {
      return 0;
    }
    JoulebookBridge lane = mineWithoutRing();
    if (lane.served != null && !(lane.served instanceof JoulebookBridge)) {
      if (lane.servedOutside) {
        lane.serve(site - first, request);
      }
      return 0;
    }
    lane.serve(site - first, request);
    return 1;
  }

  private void serve(int site, Object request) {
    served = request;
    servedBy = site;
    servedOutside = false;
  }

  /**
   * A server begins to serve a request on this thread, and perhaps has servlets inside, which know
   * the route better.
   *
   * @param site the hook's number
   * @param request what the route is read from when a call begins
   * @return a token for {@link #exitRequest}: 0 if a request is being served on this thread already
   */
  public static long enterOuterRequest(int site, Object request) {
    long token = enterRequest(site, request);
    if (token != 0) {
      MINE.get().servedOutside = true;
    }
    return token;
  }

  /**
   * More is known of the route of the request that is being served on this thread, if there is one.
   *
   * @param site the hook's number
   * @param request what the route is read from when a call begins
   */
  public static void refineRequest(int site, Object request) {
    JoulebookBridge lane = MINE.get();
    int first = metered;
    boolean serves = lane != null && lane.served != null;
    if (serves && !(lane.served instanceof JoulebookBridge) && site >= first && request != null) {
      boolean outside = lane.servedOutside;
      lane.serve(site - first, request);
      lane.servedOutside = outside; // servlets inside still know better
    }
  }

  /**
   * A method is entered inside which this thread may come upon a request, see {@link #findRequest}.
   *
   * @return what {@link #leaveStep} is given in the same frame; null if this is not the outermost
   */
  public static Object enterStep() {
    if (metered == NOTHING) {
      return null;
    }
    JoulebookBridge lane = mineWithoutRing();
    if (lane.inStep || lane.served != null) {
      return null;
    }
    lane.inStep = true;
    return lane;
  }

  /**
   * What the step goes on to do belongs to a request.
   *
   * @param site the hook's number
   * @param request what the route is read from when a call begins
   */
  public static void findRequest(int site, Object request) {
    JoulebookBridge lane = MINE.get();
    if (lane != null && lane.inStep) {
      enterInnerRequest(site, request);
    }
  }

  /** The step is over, and with it the request on this thread. */
  public static void leaveStep(Object step) {
    if (step != null) {
      JoulebookBridge lane = (JoulebookBridge) step;
      lane.inStep = false;
      if (lane.served != null) {
        lane.leave(-1, null);
      }
    }
  }

  /**
   * A framework inside a server begins to serve a request on this thread: it knows the route better
   * than the server, if there is one around it.
   *
   * @param site the hook's number
   * @param request what the route is read from when a call begins
   * @return a token for {@link #exitRequest}
   */
  public static long enterInnerRequest(int site, Object request) {
    JoulebookBridge lane = MINE.get();
    int first = metered;
    if (lane == null || lane.served == null || site < first || request == null) {
      return enterRequest(site, request);
    }
    if (lane.served instanceof JoulebookBridge) {
      return enterRequest(site, request);
    }
    lane.serve(site - first, request);
    return 0;
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
        lane.leave(-1, null);
      }
    }
  }

  /**
   * The same, of a request that can tell whether it goes on: tasks belong to it until then.
   *
   * @param site the hook's number
   * @param token what {@link #enterRequest} returned in the same frame
   * @param request what its hook's reader is asked about
   */
  public static void exitRequest(int site, long token, Object request) {
    if (token != 0) {
      JoulebookBridge lane = MINE.get();
      if (lane != null) {
        lane.leave(site - metered, request);
      }
    }
  }

  private void leave(int site, Object request) {
    if (!requestsServed) {
      requestsServed = true;
    }
    served = null;
    JoulebookBridge origin = handed;
    if (origin != null) {
      handed = null;
      boolean lasts = goesOn(site, request);
      if (lasts && site >= 0) {
        origin.servedBy = site + firstSite;
        origin.answered = new WeakReference<>(request);
      }
      origin.overAt = System.nanoTime() + (lasts ? LINGERING_NANOS : 0);
      origin.over = true;
    }
  }

  private static boolean goesOn(int site, Object request) {
    Predicate<Object>[] readers = lasting;
    if (site < 0 || site >= readers.length || readers[site] == null) {
      return true;
    }
    try {
      return readers[site].test(request);
    } catch (Throwable foreign) {
      return true; // it is the host's code that was called
    }
  }

  /**
   * A task is handed to another thread: what it calls there belongs to the request that is served
   * on this one.
   *
   * @param task what runs there, or the thread that will run nothing else
   * @param work what the task does, if that is another object
   */
  public static void handOver(Object task, Object work) {
    BiConsumer<Object[], JoulebookBridge> table = handing;
    if (table == null || task == null) {
      return;
    }
    JoulebookBridge lane = MINE.get();
    if (lane == null) {
      lane = laneOfThread();
    }
    JoulebookBridge origin = lane == null || lane.served == null ? null : lane.origin();
    if (origin != null || HANDED.get() > 0) {
      boolean within = origin != null && lane.served instanceof JoulebookBridge;
      table.accept(new Object[] {task, work, within ? lane.running : null}, origin);
    }
  }

  // A thread may have been started for a task, and has not been seen since.
  private static JoulebookBridge laneOfThread() {
    Thread thread = Thread.currentThread();
    return HANDED.get() > 0 ? serve(thread, taken(thread), null) : null;
  }

  /**
   * A thread of a pool takes a task: whatever it has served before is over.
   *
   * @param task what it runs next; null if that is not known
   */
  public static void take(Object task) {
    JoulebookBridge lane = MINE.get();
    if (lane != null) {
      lane.served = null;
    }
    serve(task, taken(task), lane);
  }

  /**
   * A task begins to run on this thread, inside whatever else runs here. Inside a task of one
   * request another may run that nobody knows: threads help each other, and empty queues. On a
   * request's own thread that is of this request, unless such tasks belong to who has made them.
   *
   * @return what {@link #leaveTask} is given in the same frame; null if nothing changes
   */
  public static Object enterTask(Object task) {
    Object[] taken = taken(task);
    JoulebookBridge lane = MINE.get();
    if (taken == null && (lane == null || !lane.servesOther(task))) {
      return null;
    }
    Object before = before(lane);
    if (taken == null) {
      lane.served = null;
    } else {
      serve(task, taken, lane);
    }
    return before;
  }

  private boolean servesOther(Object task) {
    return served instanceof JoulebookBridge
        ? begun != System.identityHashCode(task)
        : served != null && belongsToItsMaker(task);
  }

  // So that one which nobody knows is not of the request whose own thread runs it.
  private static boolean belongsToItsMaker(Object task) {
    return task instanceof FutureTask || task instanceof AsynchronousCompletionTask;
  }

  private static Object before(JoulebookBridge lane) {
    if (lane == null || lane.served == null) {
      return TAKEN;
    }
    return lane.running == null ? lane.served : new Object[] {lane.served, lane.running};
  }

  /** The task has run: what was served before is served again. */
  public static void leaveTask(Object before) {
    JoulebookBridge lane = before == null ? null : MINE.get();
    if (lane != null) {
      boolean both = before instanceof Object[];
      lane.served = both ? ((Object[]) before)[0] : before == TAKEN ? null : before;
      lane.running = both ? ((Object[]) before)[1] : null;
    }
  }

  /**
   * A future is there, and this thread does what depends on it.
   *
   * @return what {@link #leaveTask} is given in the same frame
   */
  public static Object enterStages() {
    if (handing == null) {
      return null;
    }
    JoulebookBridge lane = MINE.get();
    return before(lane == null ? laneOfThread() : lane);
  }

  /**
   * One stage of that is next: it belongs to the request that has made it, and where nobody knows
   * which, to none.
   */
  public static void enterStage(Object stage) {
    Object[] taken = taken(stage);
    JoulebookBridge lane = MINE.get();
    if (taken == null) {
      if (lane != null && lane.servesOther(stage)) {
        lane.served = null;
      }
    } else if (lane == null || !lane.serves(taken[0])) {
      serve(stage, taken, lane);
    }
  }

  private boolean serves(Object origin) {
    return served instanceof JoulebookBridge
        ? served == origin
        : served != null && handed == origin;
  }

  private static Object[] taken(Object task) {
    Function<Object, Object[]> table = taking;
    return task == null || table == null || HANDED.get() == 0 ? null : table.apply(task);
  }

  private static JoulebookBridge serve(Object task, Object[] taken, JoulebookBridge lane) {
    if (taken == null) {
      return lane;
    }
    JoulebookBridge serving = lane == null ? mineWithoutRing() : lane;
    serving.served = taken[0];
    serving.running = taken[1];
    serving.begun = System.identityHashCode(task);
    return serving;
  }

  // The origin of what this thread hands over now.
  private JoulebookBridge origin() {
    if (served instanceof JoulebookBridge) {
      JoulebookBridge its = (JoulebookBridge) served;
      return its.isAnswered() ? null : its;
    }
    Object routed = routeServed();
    if (handed == null) {
      Object traced = traceAt(servedBy);
      if (routed == null && traced == null) {
        return null;
      }
      handed = new JoulebookBridge(traced);
    }
    handed.route = routed;
    return handed;
  }

  /**
   * Whether it is known that the request that an origin stands for is over: no call belongs to it
   * any more.
   */
  public boolean isOver() {
    return over && System.nanoTime() - overAt >= 0;
  }

  // The same; a request that went on when its method was left is asked again.
  private boolean isAnswered() {
    if (!over) {
      return false;
    }
    WeakReference<Object> asked = answered;
    if (asked != null && !isOver()) {
      Object request = asked.get();
      if (request == null || !goesOn(servedBy - firstSite, request)) {
        overAt = System.nanoTime();
      }
    }
    return isOver();
  }

  /**
   * A server puts a request into a queue, on a thread that knows its route and trace: what is
   * called for it later, on another thread, belongs to it. The agent is noted {@code {request,
   * trace, route}}.
   *
   * @param site the hook's number
   */
  public static void queued(int site, Object request) {
    int first = metered;
    if (site >= first) {
      JoulebookBridge lane = MINE.get();
      boolean serves = lane != null && lane.served != null;
      Object trace = traceAt(site - first);
      note(
          site,
          request,
          trace == null && serves ? lane.traceServed() : trace,
          serves ? lane.routeServed() : null);
    }
  }

  /**
   * Tells the agent of something rare, such as a session that was made. The agent reads what it
   * wants at once, on this thread, and keeps none of the objects alive.
   */
  public static void note(int site, Object first, Object second, Object third) {
    Consumer<Object[]> reader = notes;
    int firstMetered = metered;
    if (site >= firstMetered && reader != null) {
      reader.accept(new Object[] {site - firstMetered, first, second, third});
    }
  }

  // ---- the producing thread

  private static JoulebookBridge mine() {
    JoulebookBridge lane = MINE.get();
    return lane == null ? open() : lane;
  }

  private static JoulebookBridge mineWithoutRing() {
    JoulebookBridge lane = MINE.get();
    if (lane == null) {
      lane = new JoulebookBridge(false, false); // a ring only if it calls
      lane.ring = null;
      MINE.set(lane);
    }
    return lane;
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
    return serve(thread, taken(thread), lane);
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
      if (!lane.shared && lane.owner.refersTo(thread)) {
        return lane;
      }
    }
    JoulebookBridge lane = FREE.poll();
    if (lane == null && OWN_LANES.get() < OWN_LANES_AT_MOST) {
      lane = new JoulebookBridge(false, true);
      OWN_LANES.incrementAndGet();
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

  // What it calls belongs to the call that goes on, whose frame is gone.
  private long resume() {
    underLeaf = underLeaf || depth == 0;
    depth++;
    return (long) (depth - 1) << 8 | RESUMED;
  }

  // The token is the depth to restore and what the frame did.
  private long begin(int site, Object receiver, Object context, Object inputs, long size) {
    if (depth == 0) {
      return beginCall(site, receiver, context, inputs, size);
    }
    if (told == 0 || inEngine || underLeaf || (site & LEAF) == 0 && !waits) {
      depth++;
      return (long) (depth - 1) << 8 | SILENT;
    }
    long now = System.nanoTime();
    int number = receiver(site, receiver, context);
    long seen = sizeOf(site, number, inputs, size);
    for (int i = 0; i < told; i++) {
      inEngine |= append(ENGINE_BEGIN, now, call + i, site, number, part(seen, i), null, null);
    }
    if (!inEngine) {
      LOST.incrementAndGet();
    }
    depth++;
    return (long) (depth - 1) << 8 | (inEngine ? ENGINE : SILENT);
  }

  private long beginReading(int site, Object called, Object[] arguments, boolean onlyWaits) {
    if (depth != 0) {
      return begin(site, null, null, null, UNKNOWN_SIZE);
    }
    Object[] frame = arguments == null ? null : new Object[] {called, arguments};
    Object known = frame == null ? null : calledIn(site, frame);
    long token = beginCall(site, known, null, frame, frame == null ? 1 : UNKNOWN_SIZE);
    sized = frame == null;
    waits = onlyWaits;
    return token;
  }

  // The tokens of a batch are spread over its requests.
  private long part(long size, int i) {
    long tokens = (size >>> 32) - 1;
    if (calls == 1 || tokens < 0) {
      return size;
    }
    return size(0, tokens / calls + (i < tokens % calls ? 1 : 0));
  }

  // The device may work by now: what we do here belongs to the call.
  private long beginCall(int site, Object receiver, Object context, Object inputs, long size) {
    long now = System.nanoTime();
    if (ring == null) {
      takeRing();
    }
    int number = receiver(site, receiver, context);
    long seen = sizeOf(site, number, inputs, size);
    Object traceId = traceNow(site);
    Object routed = routeNow();
    call = ++nextCall;
    callSite = site;
    callReceiver = number;
    sizeBegun = seen;
    sized = seen != UNKNOWN_SIZE;
    waits = false;
    underLeaf = (site & LEAF) != 0;
    inEngine = false;
    calls = 1;
    told = beginOne(0, now, seen, traceId, routed, null) ? 1 : 0;
    depth = 1;
    return CALL;
  }

  private boolean beginOne(int i, long now, long size, Object traceId, Object routed, Object id) {
    if (!append(CALL_BEGIN, now, call + i, callSite, callReceiver, size, traceId, routed)) {
      foldBegin(callSite, callReceiver, now, size);
      return false;
    }
    if (id != null) {
      append(REQUEST_ID, now, call + i, 0, 0, 0, id, null);
    }
    return true;
  }

  private long beginBatch(int site, Object receiver, Object batch, long size) {
    Object[] found = depth == 0 ? requestsIn(site & ~LEAF, batch) : null;
    if (found == null) {
      return begin(site, receiver, batch, batch, size);
    }
    long now = System.nanoTime();
    if (ring == null) {
      takeRing();
    }
    callSite = site;
    callReceiver = receiver(site, receiver, batch);
    sized = true;
    waits = false;
    underLeaf = (site & LEAF) != 0;
    inEngine = false;
    beginAll(now, found);
    depth = 1;
    return CALL;
  }

  private void beginAll(long now, Object[] found) {
    calls = found.length / 3;
    sizeBegun = UNKNOWN_SIZE;
    call = nextCall + 1;
    nextCall += calls;
    told = calls;
    for (int i = 0; i < calls; i++) {
      if (!beginOne(found, i, now, told == calls) && told == calls) {
        told = i;
      }
    }
  }

  // After the first that finds no place all others are folded: what has events are the first ones.
  private boolean beginOne(Object[] found, int i, long now, boolean hasPlace) {
    if (!hasPlace) {
      foldBegin(callSite, callReceiver, now, 1);
      return false;
    }
    return beginOne(
        i,
        now,
        1,
        cut(found[3 * i], TRACE_AT_MOST),
        cut(found[3 * i + 1], ROUTE_AT_MOST),
        cut(found[3 * i + 2], ID_AT_MOST));
  }

  private void beginStream(int site, Object receiver, Object stream, Object[] request) {
    if (depth == 0) {
      long now = System.nanoTime();
      if (ring == null) {
        takeRing();
      }
      callSite = site;
      callReceiver = receiver(site, receiver, null);
      beginAll(now, request);
      goesOn(stream, 0);
    }
  }

  private Object traceNow(int site) {
    Object traceId = traceAt(site & ~LEAF);
    return traceId == null && served != null ? traceServed() : traceId;
  }

  private Object routeNow() {
    Object routed = served == null ? null : routeServed();
    return routed == null && contextRoute != null ? routeOfContext() : routed;
  }

  private void end(long token, boolean failed, Object result) {
    depth = (int) (token >>> 8);
    int did = (int) (token & 0xff);
    long now = did == SILENT ? 0 : System.nanoTime();
    if (did == ENGINE) {
      inEngine = false;
      for (int i = 0; i < told; i++) {
        appendEnd(ENGINE_END, now, call + i, 0, 0, 0);
      }
    } else if (did == CALL) {
      Object stream = failed || result == null ? null : streamIn(result);
      for (int i = 0; i < calls; i++) {
        if (stream == null || !goesOn(streamOf(stream, i), i)) {
          endOne(i, now, failed, result);
        }
      }
    }
  }

  private void endOne(int i, long now, boolean failed, Object result) {
    long seen = sized || result == null ? UNKNOWN_SIZE : read(callSite, callReceiver, result);
    long tokens = calls == 1 ? outputTokens(result) : 0;
    if (i >= told) {
      foldEnd(callSite, callReceiver, now, withoutBegun(seen), tokens, failed);
    } else {
      long all = seen == UNKNOWN_SIZE ? seen : withBegun(seen);
      appendEnd(failed ? CALL_FAILED : CALL_END, now, call + i, all, tokens, 0);
    }
  }

  // The end tells what the begin could not: items, tokens or both.
  private long withBegun(long seen) {
    long items = sized || (sizeBegun & 0xffffffffL) == 0 ? seen : sizeBegun;
    long tokens = sized || sizeBegun >>> 32 == 0 ? seen : sizeBegun;
    return items & 0xffffffffL | tokens >>> 32 << 32;
  }

  // What is folded has been counted with the begin where that told it.
  private long withoutBegun(long seen) {
    long items = sized || (sizeBegun & 0xffffffffL) == 0 ? seen & 0xffffffffL : 0;
    return sized || sizeBegun >>> 32 == 0 ? seen >>> 32 << 32 | items : items;
  }

  // A batch has a list with a stream, or null, for each of its requests, or else what is for all.
  private Object streamOf(Object stream, int i) {
    boolean each = calls > 1 && stream instanceof List && ((List<?>) stream).size() == calls;
    return each ? ((List<?>) stream).get(i) : stream;
  }

  // Finds in a call's result the stream that is still being made.
  private Object streamIn(Object result) {
    Function<Object, Object>[] readers = streams;
    int site = callSite & ~LEAF;
    if (site >= readers.length || readers[site] == null) {
      return null;
    }
    try {
      return readers[site].apply(result);
    } catch (Throwable unreadable) {
      return null;
    }
  }

  // The last piece ends the call.
  private boolean goesOn(Object stream, int i) {
    BiFunction<Object, long[], long[]> open = opened;
    if (stream == null || open == null) {
      return false;
    }
    try {
      long folded = i >= told ? 1 : 0;
      long[] its = {
        call + i, callSite, callReceiver, folded, 0, 0, 0, 0, 0, 0, 0, 0, sizeBegun >>> 32
      };
      long[] ended = open.apply(stream, its);
      if (ended != null) {
        endStream(ended);
      } else if (its[7] != 0) {
        tellFirst(its[0], its[7]);
        its[7] = 0;
      }
      return true;
    } catch (Throwable unreadable) {
      return false;
    }
  }

  private void tellFirst(long of, long at) {
    if (ring == null) {
      takeRing();
    }
    append(FIRST_PIECE, at, of, 0, 0, UNKNOWN_SIZE, null, null);
  }

  // As streamed() says. What cannot be told for want of room is not known.
  private void endStream(long[] of) {
    boolean failed = of[6] != 0;
    if (of[3] != 0) {
      long read = of[8] < 0 || of[12] != 0 ? UNKNOWN_SIZE : size(0, of[8]);
      foldEnd((int) of[1], (int) of[2], of[4], read, of[10] < 0 ? of[5] : of[10], failed);
      return;
    }
    if (ring == null) {
      takeRing();
    }
    if (of[7] != 0) {
      tellFirst(of[0], of[7]); // the only one
    }
    if (of[8] >= 0 || of[10] >= 0) {
      long told = size(of[10] + 1) | size(of[8] + 1) << 32;
      append(USAGE, of[4], of[0], (int) size(of[9] + 1), 0, told, null, null);
    }
    appendEnd(failed ? CALL_FAILED : CALL_END, of[4], of[0], UNKNOWN_SIZE, of[5], AT_LEAST);
  }

  // ---- what is read of the host's objects

  private long outputTokens(Object result) {
    ToLongFunction<Object>[] readers = outputs;
    int site = callSite & ~LEAF;
    if (result == null || site >= readers.length || readers[site] == null) {
      return 0;
    }
    try {
      return readers[site].applyAsLong(result);
    } catch (Throwable unreadable) {
      return 0;
    }
  }

  private static Object calledIn(int site, Object[] frame) {
    Function<Object, Object>[] readers = callees;
    if (site >= readers.length || readers[site] == null) {
      return null;
    }
    try {
      return readers[site].apply(frame);
    } catch (Throwable unreadable) {
      return null;
    }
  }

  private static Object[] requestsIn(int site, Object batch) {
    Function<Object, Object[]>[] readers = requests;
    if (site >= readers.length || readers[site] == null) {
      return null;
    }
    try {
      Object[] found = readers[site].apply(batch);
      return found == null || found.length < 3 ? null : found;
    } catch (Throwable unreadable) {
      return null;
    }
  }

  private static long sizeOf(int site, int receiver, Object inputs, long known) {
    long told = inputs == null ? UNKNOWN_SIZE : read(site, receiver, inputs);
    return told == UNKNOWN_SIZE ? known : told;
  }

  private static long read(int site, int receiver, Object from) {
    IntFunction<ToLongFunction<Object>>[] readers = sizes;
    int number = site & ~LEAF;
    if (number >= readers.length || readers[number] == null) {
      return UNKNOWN_SIZE;
    }
    try {
      return readers[number].apply(receiver).applyAsLong(from);
    } catch (Throwable unreadable) {
      return UNKNOWN_SIZE;
    }
  }

  private static Object traceAt(int site) {
    Supplier<?>[] readers = traces;
    if (site >= readers.length || readers[site] == null) {
      return null;
    }
    try {
      return cut(readers[site].get(), TRACE_AT_MOST);
    } catch (Throwable foreign) {
      return null; // it is the host's code that was called
    }
  }

  private static Object routeOfContext() {
    try {
      return cut(contextRoute.get(), ROUTE_AT_MOST);
    } catch (Throwable foreign) {
      return null; // it is the host's code that was called
    }
  }

  // A request's own trace is current on its thread.
  private Object traceServed() {
    if (!(served instanceof JoulebookBridge)) {
      return null;
    }
    JoulebookBridge origin = (JoulebookBridge) served;
    return origin.isAnswered() ? null : origin.trace;
  }

  // What was read once holds for the request.
  private Object routeServed() {
    if (served instanceof JoulebookBridge) {
      JoulebookBridge origin = (JoulebookBridge) served;
      return origin.isAnswered() ? null : origin.route;
    }
    if (!(served instanceof String)) {
      Function<Object, ?>[] readers = routes;
      if (servedBy >= readers.length || readers[servedBy] == null) {
        return null;
      }
      try {
        Object read = cut(readers[servedBy].apply(served), ROUTE_AT_MOST);
        if (read == null) {
          return null;
        }
        served = read;
      } catch (Throwable foreign) {
        return null; // it is the host's code that was called
      }
    }
    return cut(served, ROUTE_AT_MOST);
  }

  // Only text crosses, and no more of it than can be kept.
  private static Object cut(Object text, int length) {
    if (!(text instanceof String)) {
      return null;
    }
    String all = (String) text;
    return all.length() <= length ? all : all.substring(0, length);
  }

  private static int receiver(int site, Object receiver, Object context) {
    if (receiver == null) {
      return 0;
    }
    int hash = System.identityHashCode(receiver);
    for (int i = 0; i < PROBES; i++) {
      int at = hash + i & RECEIVERS - 1;
      WeakReference<Object> known = RECEIVER.get(at);
      if (known == null) {
        break;
      }
      if (known.refersTo(receiver)) {
        return RECEIVER_NUMBER[at];
      }
    }
    return resolve(site, receiver, context, hash);
  }

  // Two threads that meet a receiver at once may both enter it: both get the same number.
  private static int resolve(int site, Object receiver, Object context, int hash) {
    ToLongFunction<Object[]> numbers = resolver;
    if (numbers == null) {
      return OTHER_RECEIVER;
    }
    try {
      int number = (int) numbers.applyAsLong(new Object[] {site & ~LEAF, receiver, context});
      keep(receiver, number, hash);
      return number;
    } catch (Throwable unreadable) {
      return OTHER_RECEIVER;
    }
  }

  // Where all places are taken by receivers that live, this one is asked for again each time.
  private static void keep(Object receiver, int number, int hash) {
    for (int i = 0; i < PROBES; i++) {
      int at = hash + i & RECEIVERS - 1;
      WeakReference<Object> there = RECEIVER.get(at);
      boolean free = there == null || there != TAKEN && there.refersTo(null);
      if (free && RECEIVER.compareAndSet(at, there, TAKEN)) {
        RECEIVER_NUMBER[at] = number;
        RECEIVER.set(at, new WeakReference<>(receiver));
        return;
      }
    }
  }

  // ---- the ring

  private boolean append(
      int kind,
      long now,
      long call,
      int site,
      int receiver,
      long size,
      Object trace,
      Object route) {
    long what = (long) kind << 56 | (long) receiver << 32 | site;
    if (!ring.shared) {
      return ring.offer(now, call, what, size, trace, route);
    }
    // Only the begin of a call may choose its ring: what follows must come after it.
    int choices = kind == CALL_BEGIN && call == this.call ? SHARED_LANES : 1;
    for (int tried = 1; !ring.acquire(); tried++) {
      if (tried >= choices) {
        return false;
      }
      ring = sharedLane(lane + tried);
    }
    try {
      return ring.offer(now, call, what, size, trace, route);
    } finally {
      ring.busy.set(false);
    }
  }

  // An end must get through.
  private void appendEnd(int kind, long now, long of, long size, long tokens, int bound) {
    int made = (int) size(tokens);
    if (!append(kind, now, of, made, bound, size, null, null)) {
      ENDS.add(new long[] {now, of, kind, size, made, bound});
      wake();
    }
  }

  private boolean offer(long now, long call, long what, long size, Object trace, Object route) {
    long t = tail.getPlain();
    if (t - knownHead >= HALF && isFull(t)) {
      return false;
    }
    int i = (int) t & MASK;
    objects[2 * i] = trace;
    objects[2 * i + 1] = route;
    longs[4 * i + 1] = call;
    longs[4 * i + 2] = what;
    longs[4 * i + 3] = size;
    longs[4 * i] = now;
    tail.lazySet(t + 1);
    return true;
  }

  private boolean isFull(long t) {
    knownHead = head.get();
    if (t - knownHead >= HALF) {
      wake();
    }
    return t - knownHead >= SLOTS;
  }

  private static void wake() {
    Thread thread = consumer;
    if (!woken && thread != null) {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  // The holder only writes one slot.
  private boolean acquire() {
    for (int i = 0; i < TRIES; i++) {
      if (busy.compareAndSet(false, true)) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  // ---- folding

  private void foldBegin(int site, int receiver, long now, long size) {
    fold(site, receiver, BEGUN, BEGIN_TIMES, now, size, 0, false);
  }

  private void foldEnd(int site, int receiver, long now, long size, long output, boolean failed) {
    fold(site, receiver, ENDED, END_TIMES, now, size, output, failed);
  }

  private void fold(
      int site,
      int receiver,
      int counter,
      int times,
      long now,
      long size,
      long output,
      boolean failed) {
    if (ring == null) {
      takeRing();
    }
    if (!ring.shared) {
      ring.addToFold(site, receiver, counter, times, now, size, output, failed);
      return;
    }
    // A holder may have lost its processor; that all eight have lost theirs does not last.
    for (int round = 0; round < PATIENT_ROUNDS; round++) {
      JoulebookBridge other = sharedLane(lane + round);
      if (other.acquire()) {
        try {
          other.addToFold(site, receiver, counter, times, now, size, output, failed);
          return;
        } finally {
          other.busy.set(false);
        }
      }
      Thread.yield();
    }
    LOST.incrementAndGet();
  }

  // One thread at a time; the reader tells by the version that it read between two writes.
  private void addToFold(
      int site,
      int receiver,
      int counter,
      int times,
      long now,
      long size,
      long output,
      boolean failed) {
    AtomicLongArray sums = folds;
    if (sums == null) {
      sums = new AtomicLongArray(VERSION + 1);
      folds = sums;
    }
    add(sums, VERSION, 1);
    int at = foldOf(sums, site, receiver);
    add(sums, at + counter, 1);
    add(sums, at + times, now);
    add(sums, at + FAILED, failed ? 1 : 0);
    add(sums, at + ITEMS, size & 0xffffffffL);
    add(sums, at + TOKENS, size >>> 32 == 0 ? 0 : (size >>> 32) - 1);
    add(sums, at + OUTPUT, output);
    add(sums, VERSION, 1);
    wake();
  }

  private static void add(AtomicLongArray sums, int at, long amount) {
    if (amount != 0) {
      sums.setRelease(at, sums.getPlain(at) + amount);
    }
  }

  private static int foldOf(AtomicLongArray sums, int site, int receiver) {
    long key = 1L << 62 | (long) receiver << 32 | site & ~LEAF;
    int start = (int) (key ^ key >>> 32) * 0x9e3779b9 >>> 24;
    for (int i = 0; i < FOLDS; i++) {
      int at = (start + i & FOLDS - 1) * FOLD_WORDS;
      long there = sums.getPlain(at);
      if (there == 0) {
        sums.setRelease(at, key);
        return at;
      }
      if (there == key) {
        return at;
      }
    }
    sums.setRelease(FOLDS * FOLD_WORDS, 1L << 62 | (long) OTHER_RECEIVER << 32 | site & ~LEAF);
    return FOLDS * FOLD_WORDS;
  }

  private static Class<?> virtualThreadClass() {
    try {
      return Class.forName("java.lang.BaseVirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  // ---- the agent

  /** Turns metering on or off; off, {@link #enter} costs one volatile read. */
  public static void enable(boolean on) {
    metered = on ? firstSite : NOTHING;
  }

  /**
   * The number of the first site of the core that runs, which woven code passes: what the core is
   * asked for and what it reads from the lanes is counted from there.
   */
  public static int firstSite() {
    return firstSite;
  }

  /** A number that no site has: it is above all that {@link #sizes} was told of. */
  public static int nextSite() {
    return firstSite + sizes.length;
  }

  /**
   * Makes room for a new core, by the thread that empties the rings: the last one's readers, its
   * numbers of receivers and what it has not read are forgotten. Metering is off then.
   *
   * @param first the number of the new core's first site
   */
  public static void renew(int first) {
    metered = NOTHING;
    resolver = null;
    notes = null;
    firstSite = first;
    sizes = NO_SIZES;
    traces = NO_TRACES;
    routes = NO_ROUTES;
    lasting = NO_LASTING;
    handing = null;
    taking = null;
    contextRoute = null;
    requestsServed = false;
    HANDED.set(0);
    streams = NO_STREAMS;
    callees = NO_STREAMS;
    outputs = NO_OUTPUTS;
    requests = NO_REQUESTS;
    opened = null;
    pieces = null;
    coroutines = null;
    for (int at = 0; at < RECEIVERS; at++) {
      RECEIVER.set(at, null);
    }
    ENDS.clear();
    for (JoulebookBridge lane : LANES) {
      while (lane.next()) {
        if (lane.kind() == CALL_BEGIN) {
          LOST.incrementAndGet();
        }
      }
      lane.takeFolds();
    }
  }

  /** Names the thread that empties the rings: it is unparked when one is half full. */
  public static void consumer(Thread thread) {
    consumer = thread;
  }

  /** Wakes the thread that empties the rings. */
  public static void wakeConsumer() {
    LockSupport.unpark(consumer);
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

  /**
   * Names what tells of a server's request whether it goes on though its method has been left, by
   * the number of the hook; null where nobody knows. They are asked on the host's threads.
   */
  public static void lasting(Predicate<Object>[] readers) {
    lasting = readers;
  }

  /** Whether a server has served a request so far. */
  public static boolean requestsServed() {
    return requestsServed;
  }

  /**
   * Names the table of tasks that are handed from thread to thread; it must keep none of them
   * alive. It is used on the host's threads.
   *
   * @param put is given {@code {task, what the task does or null, what the task is that hands it
   *     over or null}} and its origin, or null if it is handed over by nobody who serves a request
   * @param take returns {@code {a task's origin, what the task is or null}}, once; null if it has
   *     no origin
   */
  public static void tasks(
      BiConsumer<Object[], JoulebookBridge> put, Function<Object, Object[]> take) {
    handing = put;
    taking = take;
  }

  /** Tells how many tasks more, or fewer, have an origin and have not been taken. */
  public static void handed(int more) {
    HANDED.addAndGet(more);
  }

  /**
   * Names what reads the route from what is current on a thread, where no server's hook knows it;
   * null where there is no such thing. It is asked on the host's threads.
   */
  public static void contextRoute(Supplier<?> reader) {
    contextRoute = reader;
  }

  /**
   * Names what reads the size of a call from its inputs or its result, by the number of the hook
   * and then of what is called; null where there is none. They are asked on the host's threads.
   */
  public static void sizes(IntFunction<ToLongFunction<Object>>[] readers) {
    sizes = readers;
  }

  /**
   * Names what finds the stream in a call's result, by the number of the hook: null where the
   * result is complete. They are asked on the host's threads.
   */
  public static void streams(Function<Object, Object>[] readers) {
    streams = readers;
  }

  /**
   * Names what finds what is called in {@code {object, arguments}} of a call of {@link
   * #enterReading}, by the number of the hook: null where the site says it all. They are asked on
   * the host's threads.
   */
  public static void callees(Function<Object, Object>[] readers) {
    callees = readers;
  }

  /**
   * Names what reads from a call's result how many tokens were made, by the number of the hook: 0
   * where that is not told. They are asked on the host's threads.
   */
  public static void outputs(ToLongFunction<Object>[] readers) {
    outputs = readers;
  }

  /**
   * Names what finds the requests that a call answers, by the number of the hook: {@code {trace,
   * route, id}} of each, one after the other, or null where there are none. They are asked on the
   * host's threads.
   */
  public static void requests(Function<Object, Object[]>[] readers) {
    requests = readers;
  }

  /**
   * Names what remembers the streams of calls, and must keep none of them alive. A call is {@code
   * {call, site, receiver, whether it is folded, when it ended, its pieces with something in them,
   * whether it failed, when the first of these was made, tokens that the engine says it has read,
   * had cached, and has made, whether nobody saw its end, whether its begin told tokens}}, of which
   * all but the first four and the last are filled in when it ends; tokens are -1 where the engine
   * says nothing.
   *
   * @param open is told of a stream and its call; returns the call if the stream has ended already
   * @param made is told of a stream and {@code {piece, whether it is the last, whether it failed,
   *     whether to forget the stream}}; returns the call that ends with it; or {@code {call, when}}
   *     if it is the first piece with something in it; or null
   * @param suspended is told of the continuation that a suspend function is given, and its result,
   *     null when it is entered; returns who called the function if it goes on, or has ended
   */
  public static void streamed(
      BiFunction<Object, long[], long[]> open,
      BiFunction<Object, Object[], long[]> made,
      BiFunction<Object, Object, Object> suspended) {
    opened = open;
    pieces = made;
    coroutines = suspended;
  }

  /**
   * Names what gives a receiver its number, from 2 to 2^23 - 1: it is asked with {@code {site,
   * receiver, context}} when one is met for the first time, on the host's thread, and must keep
   * none of them alive.
   */
  public static void resolver(ToLongFunction<Object[]> numbers) {
    resolver = numbers;
  }

  /** Names what reads notes, as {@code {site, first, second, third}}, on the host's thread. */
  public static void notes(Consumer<Object[]> reader) {
    notes = reader;
  }

  /** The lanes that may hold events; those of dead threads are recycled once they are empty. */
  public static List<JoulebookBridge> lanes() {
    woken = false;
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

  /**
   * The next end of a call whose ring was full, as {@code {time, call, kind, size, output tokens,
   * AT_LEAST or 0}}, or null. To be asked before the rings: the begin of each is in one of them or
   * has been read.
   */
  public static long[] pollEnd() {
    return ENDS.poll();
  }

  /** Calls that are counted together with others, in all lanes since the start. */
  public static long folded() {
    long sum = 0;
    for (JoulebookBridge lane : LANES) {
      sum += lane.begunFolded();
    }
    for (JoulebookBridge lane : FREE) {
      sum += lane.begunFolded();
    }
    return sum;
  }

  private long begunFolded() {
    AtomicLongArray sums = folds;
    long sum = 0;
    for (int at = 0; sums != null && at < VERSION; at += FOLD_WORDS) {
      sum += sums.getAcquire(at + BEGUN);
    }
    return sum;
  }

  /** Events that could not be noted at all, since the start. */
  public static long lost() {
    return LOST.get();
  }

  /** Moves to the lane's next event, if there is one; its parts are then read by the getters. */
  public boolean next() {
    long h = head.getPlain();
    if (h == tail.get()) {
      trace = null;
      route = null;
      return false;
    }
    int i = (int) h & MASK;
    time = longs[4 * i];
    callRead = longs[4 * i + 1];
    what = longs[4 * i + 2];
    size = longs[4 * i + 3];
    trace = objects[2 * i];
    route = objects[2 * i + 1];
    objects[2 * i] = null;
    objects[2 * i + 1] = null;
    head.lazySet(h + 1);
    return true;
  }

  /**
   * What the lane has folded since it was asked last: for each pair of site and receiver {@code
   * {site, receiver, begun, sum of the times of begins, ended, sum of the times of ends, failed,
   * items, tokens}}; sums may overflow, their differences do not.
   */
  public List<long[]> takeFolds() {
    List<long[]> taken = new ArrayList<>();
    AtomicLongArray sums = folds;
    if (sums != null && hasUnreadFolds(sums)) {
      foldsRead = foldsRead == null ? new long[VERSION + 1] : foldsRead;
      foldsRead[VERSION] = sums.getAcquire(VERSION);
      for (int at = 0; at < VERSION; at += FOLD_WORDS) {
        takeFold(sums, at, taken);
      }
    }
    return taken;
  }

  private boolean hasUnreadFolds(AtomicLongArray sums) {
    return foldsRead == null || foldsRead[VERSION] != sums.getAcquire(VERSION);
  }

  private void takeFold(AtomicLongArray sums, int at, List<long[]> taken) {
    long[] total = readFold(sums, at);
    if (total == null) {
      foldsRead[VERSION] = -1; // the writer is at work: the next look will tell
      return;
    }
    if (total[KEY] == 0 || total[BEGUN] + total[ENDED] == foldsRead[at + KEY]) {
      return;
    }
    foldsRead[at + KEY] = total[BEGUN] + total[ENDED];
    long[] fold = new long[FOLD_WORDS + 1];
    fold[0] = (int) total[KEY];
    fold[1] = (int) (total[KEY] >>> 32) & (1 << 24) - 1;
    for (int word = BEGUN; word < FOLD_WORDS; word++) {
      fold[word + 1] = total[word] - foldsRead[at + word];
      foldsRead[at + word] = total[word];
    }
    taken.add(fold);
  }

  private static long[] readFold(AtomicLongArray sums, int at) {
    long[] read = new long[FOLD_WORDS];
    for (int tries = 0; tries < TRIES; tries++) {
      long version = sums.getAcquire(VERSION);
      for (int word = 0; word < FOLD_WORDS; word++) {
        read[word] = sums.getAcquire(at + word);
      }
      if ((version & 1) == 0 && sums.getAcquire(VERSION) == version) {
        return read;
      }
      Thread.onSpinWait();
    }
    return null;
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
    return (int) (what >>> 56);
  }

  /** The hook's number, for events that begin something. */
  public int site() {
    return (int) what;
  }

  /**
   * How many tokens the call made, for the ends of calls; 0 if that is not known. Of {@link #USAGE}
   * the cached tokens and one, and its size is the tokens made and one, and those read and one
   * above 2^32; 0 where nothing is said.
   */
  public int outputTokens() {
    return (int) what;
  }

  /** The number of what was called, for events that begin something; 0 if the site says it all. */
  public int receiver() {
    return (int) (what >>> 32) & (1 << 24) - 1;
  }

  /** How much the call works on, see {@link #size}; an end tells it where its begin did not. */
  public long size() {
    return size;
  }

  /** The id of the trace in which a call begins, or of its request; null where none is seen. */
  public Object trace() {
    return trace;
  }

  /** The route of the request in which a call begins; null where none is seen. */
  public Object route() {
    return route;
  }

  private boolean isDeserted() {
    AtomicLongArray sums = folds;
    if (shared || head.get() != tail.get() || sums != null && hasUnreadFolds(sums)) {
      return false;
    }
    Thread thread = owner.get();
    return thread == null || !thread.isAlive();
  }

  private void recycle() {
    depth = 0;
    served = null;
    handed = null;
    FREE.add(this);
  }

  /**
   * Lets a module of the agent's own layer use native code. The public way needs classes of the JDK
   * that are made at run time: with a full heap the host could lose them for good.
   */
  public static void grantNativeAccess(ModuleLayer.Controller layer, Module module)
      throws Throwable {
    try {
      module.implAddEnableNativeAccess();
    } catch (NoSuchMethodError otherJdk) {
      grantPublicly(layer, module);
    }
  }

  private static void grantPublicly(ModuleLayer.Controller layer, Module module) throws Throwable {
    MethodType type = MethodType.methodType(ModuleLayer.Controller.class, Module.class);
    try {
      MethodHandles.lookup()
          .findVirtual(ModuleLayer.Controller.class, "enableNativeAccess", type)
          .invoke(layer, module);
    } catch (NoSuchMethodException e) {
      return; // JDK 17 to 21: native access is not restricted
    }
  }

  /** Lets the agent's own module read what classes of that package of the JDK keep. */
  public static void open(Class<?> type, Module to) {
    type.getModule().implAddOpens(type.getPackageName(), to);
  }

  /**
   * Whether a class of the host is initialised, which {@code java.lang.instrument} does not tell.
   */
  public static boolean isInitialized(Class<?> type) {
    return !jdk.internal.misc.Unsafe.getUnsafe().shouldBeInitialized(type);
  }
}
