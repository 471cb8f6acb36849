package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge itself, in this JVM: the build patches it into {@code java.base}. */
class BridgeTest {
  private static final int OUTER = 1;
  private static final int LEAF = 2 | JoulebookBridge.LEAF;

  @BeforeEach
  void on() {
    Seen.drain();
    JoulebookBridge.enable(true);
  }

  @AfterEach
  void off() {
    JoulebookBridge.enable(false);
    Seen.drain();
  }

  private static List<Integer> kinds() {
    return Seen.drain().stream().map(Seen::kind).toList();
  }

  @Test
  void aCallIsABeginAndAnEnd() {
    long token = JoulebookBridge.enter(OUTER, "model", null, null, 3);
    JoulebookBridge.exit(token, false);

    List<Seen> seen = Seen.drain();
    assertThat(seen)
        .extracting(Seen::kind)
        .containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
    assertThat(seen.get(0).size()).isEqualTo(JoulebookBridge.size(3));
    assertThat(seen.get(0).call()).isEqualTo(seen.get(1).call());
  }

  @Test
  void aFailedCallEndsAsFailed() {
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), true);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_FAILED);
  }

  @Test
  void onlyTheOutermostFrameAndItsEnginesAreSeen() {
    long call = JoulebookBridge.enter(OUTER, null, null, null, 1);
    long same = JoulebookBridge.enter(OUTER, null, null, null, 1);
    for (int i = 0; i < 2; i++) {
      long engine = JoulebookBridge.enter(LEAF, "session", null, null, 0);
      long overload = JoulebookBridge.enter(LEAF, "session", null, null, 0);
      JoulebookBridge.exit(overload, false);
      JoulebookBridge.exit(engine, false);
    }
    JoulebookBridge.exit(same, false);
    JoulebookBridge.exit(call, false);

    assertThat(kinds())
        .containsExactly(
            JoulebookBridge.CALL_BEGIN,
            JoulebookBridge.ENGINE_BEGIN,
            JoulebookBridge.ENGINE_END,
            JoulebookBridge.ENGINE_BEGIN,
            JoulebookBridge.ENGINE_END,
            JoulebookBridge.CALL_END);
  }

  @Test
  void anEngineOnItsOwnIsACall() {
    long call = JoulebookBridge.enter(LEAF, "session", null, null, 0);
    long overload = JoulebookBridge.enter(LEAF, "session", null, null, 0);
    JoulebookBridge.exit(overload, false);
    JoulebookBridge.exit(call, false);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
  }

  @Test
  void whatDoesNotFitIsCountedTogether() {
    Seen.folds();
    long before = JoulebookBridge.folded();
    for (int i = 0; i < 2_000; i++) {
      long token = JoulebookBridge.enter(OUTER, null, null, null, JoulebookBridge.size(3, 40));
      JoulebookBridge.exit(token, i % 2 == 0);
    }

    List<Integer> kinds = kinds();
    List<long[]> folds = Seen.folds();
    long told = kinds.stream().filter(kind -> kind == JoulebookBridge.CALL_BEGIN).count();
    assertThat(kinds).hasSize((int) (2 * told));
    assertThat(folds).hasSize(1);
    long[] fold = folds.get(0);
    long folded = 2_000 - told;
    assertThat(fold[0]).isEqualTo(OUTER);
    assertThat(new long[] {fold[2], fold[4], fold[7], fold[8]})
        .containsExactly(folded, folded, 3 * folded, 40 * folded);
    assertThat(fold[6]).isBetween(folded / 2 - 1, folded / 2 + 1);
    assertThat(fold[5] - fold[3]).isPositive();
    assertThat(JoulebookBridge.folded() - before).isEqualTo(folded);
    assertThat(Seen.folds()).isEmpty();
  }

  @Test
  void aFullRingStillTakesTheEndOfWhatHasBegun() {
    long call = JoulebookBridge.enter(OUTER, null, null, null, 1);
    for (int i = 0; i < 2_000; i++) {
      JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, null, null, 0), false);
    }
    JoulebookBridge.exit(call, false);

    List<Integer> kinds = kinds();
    assertThat(kinds).last().isEqualTo(JoulebookBridge.CALL_END);
    assertThat(kinds.stream().filter(kind -> kind == JoulebookBridge.ENGINE_BEGIN).count())
        .isEqualTo(kinds.stream().filter(kind -> kind == JoulebookBridge.ENGINE_END).count());
  }

  @Test
  void callsInFlightHaveNoCeiling() throws Exception {
    int threads = 30_000;
    List<JoulebookBridge> facades = new ArrayList<>();
    List<Long> tokens = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        shareALane(i);
        tokens.add(JoulebookBridge.enter(OUTER, null, null, null, 1));
        facades.add(mine().get());
      }
      for (int i = 0; i < threads; i++) {
        mine().set(facades.get(i));
        JoulebookBridge.exit(tokens.get(i), false);
      }
    } finally {
      mine().remove();
    }

    List<Integer> kinds = kinds();
    long begun = kinds.stream().filter(kind -> kind == JoulebookBridge.CALL_BEGIN).count();
    assertThat(kinds.stream().filter(kind -> kind == JoulebookBridge.CALL_END))
        .hasSize((int) begun);
    long foldedBegun = 0;
    long foldedEnded = 0;
    for (long[] fold : Seen.folds()) {
      foldedBegun += fold[2];
      foldedEnded += fold[4];
    }
    assertThat(begun + foldedBegun).isEqualTo(threads);
    assertThat(foldedEnded).isEqualTo(foldedBegun);
  }

  @Test
  void noObjectOfACallIsReachableWhileItWaits() {
    JoulebookBridge.resolver(asked -> 7);
    JoulebookBridge.sizes(sizes(inputs -> 5));
    try {
      WeakReference<Object> session = new WeakReference<>(new Object());
      WeakReference<Object> inputs = new WeakReference<>(new byte[1 << 20]);
      callWith(session.get(), inputs.get());
      collect();

      assertThat(session.get()).isNull();
      assertThat(inputs.get()).isNull();
      List<Seen> seen = Seen.drain();
      assertThat(seen.get(0).receiver()).isEqualTo(7);
      assertThat(seen.get(0).size()).isEqualTo(5);
    } finally {
      JoulebookBridge.resolver(null);
      JoulebookBridge.sizes(sizes());
    }
  }

  private static void callWith(Object session, Object inputs) {
    JoulebookBridge.exit(JoulebookBridge.enter(1, session, null, inputs, 0), false);
  }

  private static void collect() {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    while (canary.get() != null) {
      System.gc();
    }
  }

  @SafeVarargs
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static IntFunction<ToLongFunction<Object>>[] sizes(ToLongFunction<Object>... ofSiteOne) {
    IntFunction<ToLongFunction<Object>>[] readers = new IntFunction[2];
    readers[1] = ofSiteOne.length == 0 ? null : receiver -> ofSiteOne[0];
    return readers;
  }

  @Test
  void aSizeThatTheInputsDoNotTellIsReadFromTheResult() {
    JoulebookBridge.sizes(sizes(from -> from instanceof String ? JoulebookBridge.UNKNOWN_SIZE : 9));
    try {
      long token = JoulebookBridge.enter(1, null, null, "a map that is not looked into", 0);
      JoulebookBridge.exit(token, false, List.of("result"));

      assertThat(Seen.drain()).extracting(Seen::size).containsExactly(0L, 9L);
    } finally {
      JoulebookBridge.sizes(sizes());
    }
  }

  @Test
  void aReceiverIsResolvedOnce() {
    List<Object> asked = new ArrayList<>();
    JoulebookBridge.resolver(
        question -> {
          asked.add(question[0]);
          return 40L + asked.size();
        });
    try {
      Object one = new Object();
      Object two = new Object();
      for (int i = 0; i < 3; i++) {
        JoulebookBridge.exit(JoulebookBridge.enter(LEAF, one, null, null, 0), false);
        JoulebookBridge.exit(JoulebookBridge.enter(LEAF, two, null, null, 0), false);
      }

      assertThat(
              Seen.drain().stream()
                  .filter(s -> s.kind() == JoulebookBridge.CALL_BEGIN)
                  .map(Seen::receiver))
          .containsExactly(41, 42, 41, 42, 41, 42);
      assertThat(asked).containsExactly(2, 2);
    } finally {
      JoulebookBridge.resolver(null);
    }
  }

  @Test
  void onlyShortTextIsKeptOfTraceAndRoute() {
    JoulebookBridge.traces(new Supplier<?>[] {null, () -> "t".repeat(1_000)});
    try {
      long request = JoulebookBridge.enterRequest(5, "r".repeat(100_000));
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);
      JoulebookBridge.exitRequest(request);
    } finally {
      JoulebookBridge.traces(new Supplier<?>[0]);
    }

    Seen begin = Seen.drain().get(0);
    assertThat((String) begin.trace()).hasSize(64);
    assertThat((String) begin.route()).hasSize(1_024);
  }

  @Test
  void afterADroppedCallTheNextIsMeteredAgain() {
    for (int i = 0; i < 2_000; i++) {
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);
    }
    Seen.drain();
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);

    assertThat(kinds()).hasSize(2);
  }

  @Test
  void turnedOffItMetersNothingButEndsWhatIsOpen() {
    long open = JoulebookBridge.enter(OUTER, null, null, null, 1);
    JoulebookBridge.enable(false);
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);
    JoulebookBridge.exit(open, false);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
  }

  @Test
  void whatAnEarlierCoreHasWovenIsSilentAndItsCallsAndReadersAreForgotten() {
    long before = JoulebookBridge.lost();
    JoulebookBridge.sizes(sizes(from -> 7));
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, "inputs", 0), false);
    try {
      JoulebookBridge.renew(JoulebookBridge.nextSite());
      JoulebookBridge.enable(true);
      assertThat(JoulebookBridge.firstSite()).isEqualTo(2);
      assertThat(JoulebookBridge.lost()).isEqualTo(before + 1);

      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, "inputs", 0), false);
      assertThat(Seen.drain()).isEmpty();

      int engine = 3 | JoulebookBridge.LEAF; // the new core's second site
      JoulebookBridge.exit(JoulebookBridge.enter(engine, null, null, "inputs", 0), false);
      Seen begin = Seen.drain().get(0);
      assertThat(begin.size()).isEqualTo(JoulebookBridge.UNKNOWN_SIZE);
    } finally {
      JoulebookBridge.renew(0);
    }
  }

  @Test
  void twoHundredThreadsLoseNothing() throws Exception {
    int threads = 200;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(
          () -> {
            for (int call = 0; call < 100; call++) {
              JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);
            }
          });
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    List<Seen> seen = Seen.drain();
    assertThat(seen).hasSize(threads * 200);
    assertThat(seen.stream().map(Seen::call).distinct().count()).isEqualTo(threads * 100L);
  }

  @Test
  void aHeldSharedLaneCostsNoCall() throws Exception {
    JoulebookBridge shared = shareALane(0);
    try {
      busy(shared).set(true); // as a thread does that has lost its processor
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);

      assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
    } finally {
      busy(shared).set(false);
      mine().remove();
    }
  }

  // As beyond 512 threads, or on a virtual one.
  private static JoulebookBridge shareALane(int thread) throws Exception {
    Constructor<JoulebookBridge> constructor =
        JoulebookBridge.class.getDeclaredConstructor(boolean.class, boolean.class);
    constructor.setAccessible(true);
    JoulebookBridge facade = constructor.newInstance(false, false);
    Method sharedLane = JoulebookBridge.class.getDeclaredMethod("sharedLane", int.class);
    sharedLane.setAccessible(true);
    JoulebookBridge shared = (JoulebookBridge) sharedLane.invoke(null, thread);
    field("ring").set(facade, shared);
    field("lane").set(facade, thread);
    mine().set(facade);
    return shared;
  }

  private static AtomicBoolean busy(JoulebookBridge lane) throws Exception {
    return (AtomicBoolean) field("busy").get(lane);
  }

  @SuppressWarnings("unchecked")
  private static ThreadLocal<JoulebookBridge> mine() throws Exception {
    return (ThreadLocal<JoulebookBridge>) field("MINE").get(null);
  }

  private static Field field(String name) throws Exception {
    Field field = JoulebookBridge.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  @Test
  void aNoteIsReadAtOnceOnTheThreadThatMakesIt() {
    List<Object> read = new ArrayList<>();
    JoulebookBridge.notes(
        note -> {
          read.add(Thread.currentThread());
          read.addAll(List.of(note));
        });
    try {
      JoulebookBridge.note(7, "session", "path", "options");
    } finally {
      JoulebookBridge.notes(null);
    }

    assertThat(read).containsExactly(Thread.currentThread(), 7, "session", "path", "options");
  }
}
