package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    long token = JoulebookBridge.enter(OUTER, "model", null, 3);
    JoulebookBridge.exit(token, false);

    List<Seen> seen = Seen.drain();
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
        Seen.drain().stream().filter(s -> s.kind() == JoulebookBridge.CALL_BEGIN).toList();
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
    Seen.drain();
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

    List<Seen> seen = Seen.drain();
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
  void notesAreKeptInOrder() {
    JoulebookBridge.note(7, "session", "path", "options");

    assertThat(JoulebookBridge.pollNote()).containsExactly(7, "session", "path", "options");
    assertThat(JoulebookBridge.pollNote()).isNull();
  }
}
