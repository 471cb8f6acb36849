package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge itself, in this JVM: the build patches it into {@code java.base}. */
class BridgeTest {
  private static final int OUTER = 1;
  private static final int LEAF = 2 | JoulebookBridge.LEAF;

  @BeforeEach
  void on() {
    drain();
    JoulebookBridge.enable(true);
  }

  @AfterEach
  void off() {
    JoulebookBridge.enable(false);
    drain();
  }

  private record Seen(
      int kind, long call, Object subject, Object detail, long items, Object trace, Object route) {}

  private static List<Seen> drain() {
    List<Seen> seen = new ArrayList<>();
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        seen.add(
            new Seen(
                lane.kind(),
                lane.call(),
                lane.subject(),
                lane.detail(),
                lane.items(),
                lane.trace(),
                lane.route()));
      }
    }
    return seen;
  }

  private static List<Integer> kinds() {
    return drain().stream().map(Seen::kind).toList();
  }

  @Test
  void aCallIsABeginAndAnEnd() {
    long token = JoulebookBridge.enter(OUTER, "model", null, 3);
    JoulebookBridge.exit(token, false);

    List<Seen> seen = drain();
    assertThat(seen)
        .extracting(Seen::kind)
        .containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
    assertThat(seen.get(0).subject()).isEqualTo("model");
    assertThat(seen.get(0).items()).isEqualTo(3);
    assertThat(seen.get(0).call()).isEqualTo(seen.get(1).call());
  }

  @Test
  void aFailedCallEndsAsFailed() {
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), true);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_FAILED);
  }

  @Test
  void onlyTheOutermostFrameAndItsEnginesAreSeen() {
    long call = JoulebookBridge.enter(OUTER, null, null, 1);
    long same = JoulebookBridge.enter(OUTER, null, null, 1);
    for (int i = 0; i < 2; i++) {
      long engine = JoulebookBridge.enter(LEAF, "session", null, 0);
      long overload = JoulebookBridge.enter(LEAF, "session", null, 0);
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
    long call = JoulebookBridge.enter(LEAF, "session", null, 0);
    long overload = JoulebookBridge.enter(LEAF, "session", null, 0);
    JoulebookBridge.exit(overload, false);
    JoulebookBridge.exit(call, false);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
  }

  @Test
  void theTokenIdsTellTheBatchElseTheFirstInput() {
    Map<String, String> bert = new LinkedHashMap<>();
    bert.put("attention_mask", "mask");
    bert.put("input_ids", "ids");
    JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, bert, 0), false);
    JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, Map.of("pixels", "image"), 0), false);
    JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, Map.of(), 0), false);

    List<Seen> begins =
        drain().stream().filter(s -> s.kind() == JoulebookBridge.CALL_BEGIN).toList();
    assertThat(begins).extracting(Seen::detail).containsExactly("ids", "image", null);
    assertThat(begins.get(0).items()).isEqualTo(JoulebookBridge.TOKEN_IDS);
  }

  @Test
  void aFullRingDropsWholeCallsAndCountsThem() {
    long before = JoulebookBridge.dropped();
    for (int i = 0; i < 2_000; i++) {
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);
    }

    List<Integer> kinds = kinds();
    assertThat(kinds).hasSize(1024);
    assertThat(kinds.stream().filter(kind -> kind == JoulebookBridge.CALL_END)).hasSize(512);
    assertThat(JoulebookBridge.dropped() - before).isEqualTo(2_000 - 512);
  }

  @Test
  void anEndIsNeverDropped() {
    long call = JoulebookBridge.enter(OUTER, null, null, 1);
    for (int i = 0; i < 2_000; i++) {
      JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, null, 0), false);
    }
    JoulebookBridge.exit(call, false);

    List<Integer> kinds = kinds();
    assertThat(kinds).hasSizeLessThanOrEqualTo(1024).last().isEqualTo(JoulebookBridge.CALL_END);
    assertThat(kinds.stream().filter(kind -> kind == JoulebookBridge.ENGINE_BEGIN).count())
        .isEqualTo(kinds.stream().filter(kind -> kind == JoulebookBridge.ENGINE_END).count());
  }

  @Test
  void afterADroppedCallTheNextIsMeteredAgain() {
    for (int i = 0; i < 2_000; i++) {
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);
    }
    drain();
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);

    assertThat(kinds()).hasSize(2);
  }

  @Test
  void turnedOffItMetersNothingButEndsWhatIsOpen() {
    long open = JoulebookBridge.enter(OUTER, null, null, 1);
    JoulebookBridge.enable(false);
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);
    JoulebookBridge.exit(open, false);

    assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
  }

  @Test
  void twoHundredThreadsLoseNothing() throws Exception {
    int threads = 200;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      pool.execute(
          () -> {
            for (int call = 0; call < 100; call++) {
              JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);
            }
          });
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    List<Seen> seen = drain();
    assertThat(seen).hasSize(threads * 200);
    assertThat(seen.stream().map(Seen::call).distinct().count()).isEqualTo(threads * 100L);
  }

  @Test
  void aHeldSharedLaneCostsNoCall() throws Exception {
    JoulebookBridge shared = shareALane();
    try {
      busy(shared).set(true); // as a thread does that has lost its processor
      JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);

      assertThat(kinds()).containsExactly(JoulebookBridge.CALL_BEGIN, JoulebookBridge.CALL_END);
    } finally {
      busy(shared).set(false);
      mine().remove();
    }
  }

  // As beyond 512 threads, or on a virtual one.
  private static JoulebookBridge shareALane() throws Exception {
    Constructor<JoulebookBridge> constructor =
        JoulebookBridge.class.getDeclaredConstructor(boolean.class, boolean.class);
    constructor.setAccessible(true);
    JoulebookBridge facade = constructor.newInstance(false, false);
    Method sharedLane = JoulebookBridge.class.getDeclaredMethod("sharedLane", int.class);
    sharedLane.setAccessible(true);
    JoulebookBridge shared = (JoulebookBridge) sharedLane.invoke(null, 0);
    field("ring").set(facade, shared);
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
  void callsCarryTheRouteOfTheRequestBeingServed() {
    call();
    long request = JoulebookBridge.enterRequest(5, "/embed");
    long nested = JoulebookBridge.enterRequest(5, "/inner");
    call();
    JoulebookBridge.exitRequest(nested);
    call();
    JoulebookBridge.exitRequest(request);
    call();

    assertThat(begins()).extracting(Seen::route).containsExactly(null, "/embed", "/embed", null);
  }

  @Test
  void aRouteThatIsReadFromTheRequestIsReadOnce() {
    List<Object> asked = new ArrayList<>();
    JoulebookBridge.routes(readers(asked));
    try {
      for (Object request : List.of(17, "broken".toCharArray(), 2.0)) {
        long token = JoulebookBridge.enterRequest(request instanceof Double ? 9 : 1, request);
        call();
        call();
        JoulebookBridge.exitRequest(token);
      }
    } finally {
      JoulebookBridge.routes(noReaders());
    }

    assertThat(begins())
        .extracting(Seen::route)
        .containsExactly("/17", "/17", null, null, null, null);
    assertThat(asked).hasSize(3);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Function<Object, ?>[] noReaders() {
    return new Function[0];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Function<Object, ?>[] readers(List<Object> asked) {
    Function<Object, ?> reader =
        request -> {
          asked.add(request);
          if (!(request instanceof Integer)) {
            throw new IllegalStateException("as the host's code might");
          }
          return "/" + request;
        };
    return new Function[] {null, reader};
  }

  @Test
  void callsCarryTheTraceThatTheirSiteReads() {
    Supplier<?>[] readers = {
      null,
      () -> "trace",
      () -> {
        throw new IllegalStateException("as the host's code might");
      }
    };
    JoulebookBridge.traces(readers);
    try {
      call();
      JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, null, 1), false);
      JoulebookBridge.exit(JoulebookBridge.enter(0, null, null, 1), false);
      JoulebookBridge.exit(JoulebookBridge.enter(77, null, null, 1), false);
    } finally {
      JoulebookBridge.traces(new Supplier<?>[0]);
    }

    assertThat(begins()).extracting(Seen::trace).containsExactly("trace", null, null, null);
  }

  private static void call() {
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, 1), false);
  }

  private static List<Seen> begins() {
    return drain().stream().filter(s -> s.kind() == JoulebookBridge.CALL_BEGIN).toList();
  }

  @Test
  void notesAreKeptInOrder() {
    JoulebookBridge.note(7, "session", "path", "options");

    assertThat(JoulebookBridge.pollNote()).containsExactly(7, "session", "path", "options");
    assertThat(JoulebookBridge.pollNote()).isNull();
  }
}
