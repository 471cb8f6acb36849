package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call begins when the host calls and ends when it returns, whatever we do meanwhile. */
class CallTimesTest {
  private static final int OUTER = 1;
  private static final int LEAF = 2 | JoulebookBridge.LEAF;

  private final List<Long> readAt = new ArrayList<>();

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void on() {
    Seen.drain();
    JoulebookBridge.enable(true);
    ToLongFunction<Object> reader =
        from -> {
          readAt.add(System.nanoTime());
          return from.equals("unknown") ? JoulebookBridge.UNKNOWN_SIZE : 3;
        };
    IntFunction<ToLongFunction<Object>> ofAll = receiver -> reader;
    JoulebookBridge.sizes(new IntFunction[] {null, ofAll, ofAll});
  }

  @AfterEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void off() {
    JoulebookBridge.sizes(new IntFunction[0]);
    JoulebookBridge.enable(false);
    Seen.drain();
  }

  private static long timeOf(List<Seen> seen, int kind) {
    return seen.stream().filter(each -> each.kind() == kind).findFirst().orElseThrow().time();
  }

  @Test
  void readingTheSizeIsWithinTheCall() {
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, "model", null, "inputs", 0), false);

    assertThat(readAt).hasSize(1);
    assertThat(timeOf(Seen.drain(), JoulebookBridge.CALL_BEGIN)).isLessThanOrEqualTo(readAt.get(0));
  }

  @Test
  void readingTheResultIsAfterTheCall() {
    long token = JoulebookBridge.enter(OUTER, "model", null, "unknown", 0);
    JoulebookBridge.exit(token, false, "result");

    assertThat(readAt).hasSize(2);
    assertThat(timeOf(Seen.drain(), JoulebookBridge.CALL_END)).isLessThanOrEqualTo(readAt.get(1));
  }

  @Test
  void readingTheSizeOfAnEngineIsWithinIt() {
    long call = JoulebookBridge.enter(OUTER, "model", null, null, 1);
    JoulebookBridge.exit(JoulebookBridge.enter(LEAF, "session", null, "inputs", 0), false);
    JoulebookBridge.exit(call, false);

    assertThat(readAt).hasSize(1);
    assertThat(timeOf(Seen.drain(), JoulebookBridge.ENGINE_BEGIN))
        .isLessThanOrEqualTo(readAt.get(0));
  }
}
