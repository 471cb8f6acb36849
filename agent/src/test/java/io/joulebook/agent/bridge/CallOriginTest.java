package io.joulebook.agent.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route and the trace that the bridge notes with a call. */
class CallOriginTest {
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
  void aServletInsideAServerKnowsTheRouteBetterAndItsOwnServletsDoNot() {
    long server = JoulebookBridge.enterOuterRequest(5, "/*");
    call();
    long servlet = JoulebookBridge.enterRequest(5, "/embed");
    long forwarded = JoulebookBridge.enterRequest(5, "/inner");
    call();
    JoulebookBridge.exitRequest(forwarded);
    JoulebookBridge.exitRequest(servlet);
    JoulebookBridge.exitRequest(server);
    call();

    assertThat(begins()).extracting(Seen::route).containsExactly("/*", "/embed", null);
  }

  @Test
  void whatIsLearntOfTheRouteHoldsForTheRequestOnly() {
    JoulebookBridge.refineRequest(5, "/of nobody");
    call();
    long request = JoulebookBridge.enterRequest(5, "/*");
    JoulebookBridge.refineRequest(5, "/embed");
    call();
    JoulebookBridge.exitRequest(request);
    call();

    assertThat(begins()).extracting(Seen::route).containsExactly(null, "/embed", null);
  }

  @Test
  void aServletKnowsTheRouteBetterAlsoWhereItsServerHasLearntMore() {
    long server = JoulebookBridge.enterOuterRequest(5, "/*");
    JoulebookBridge.refineRequest(5, "/context");
    call();
    long servlet = JoulebookBridge.enterRequest(5, "/context/models/*");
    call();
    JoulebookBridge.refineRequest(5, "/context/models/{id}");
    long forwarded = JoulebookBridge.enterRequest(5, "/inner");
    call();
    JoulebookBridge.exitRequest(forwarded);
    JoulebookBridge.exitRequest(servlet);
    JoulebookBridge.exitRequest(server);

    assertThat(begins())
        .extracting(Seen::route)
        .containsExactly("/context", "/context/models/*", "/context/models/{id}");
  }

  @Test
  void aRequestThatIsFoundInAStepIsOverWithIt() {
    JoulebookBridge.findRequest(5, "/in no step");
    call();
    Object step = JoulebookBridge.enterStep();
    Object inner = JoulebookBridge.enterStep();
    JoulebookBridge.findRequest(5, "/embed");
    JoulebookBridge.leaveStep(inner);
    call();
    JoulebookBridge.leaveStep(step);
    call();

    assertThat(inner).isNull();
    assertThat(begins()).extracting(Seen::route).containsExactly(null, "/embed", null);
  }

  @Test
  void aStepInsideARequestLeavesItAlone() {
    long request = JoulebookBridge.enterRequest(5, "/embed");
    Object step = JoulebookBridge.enterStep();
    JoulebookBridge.findRequest(5, "/other");
    JoulebookBridge.leaveStep(step);
    call();
    JoulebookBridge.exitRequest(request);

    assertThat(begins()).extracting(Seen::route).containsExactly("/embed");
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
  void aThreadThatServesAndNeverCallsTakesNoRing() throws Exception {
    int before = JoulebookBridge.lanes().size();
    List<Integer> lanes = new ArrayList<>();
    Thread server =
        new Thread(
            () -> {
              JoulebookBridge.exitRequest(JoulebookBridge.enterRequest(5, "/idle"));
              lanes.add(JoulebookBridge.lanes().size());
              long request = JoulebookBridge.enterRequest(5, "/embed");
              call();
              JoulebookBridge.exitRequest(request);
              call();
            });
    server.start();
    server.join();

    assertThat(lanes.get(0)).isLessThanOrEqualTo(before);
    assertThat(begins()).extracting(Seen::route).containsExactly("/embed", null);
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
      JoulebookBridge.exit(JoulebookBridge.enter(LEAF, null, null, null, 1), false);
      JoulebookBridge.exit(JoulebookBridge.enter(0, null, null, null, 1), false);
      JoulebookBridge.exit(JoulebookBridge.enter(77, null, null, null, 1), false);
    } finally {
      JoulebookBridge.traces(new Supplier<?>[0]);
    }

    assertThat(begins()).extracting(Seen::trace).containsExactly("trace", null, null, null);
  }

  private static void call() {
    JoulebookBridge.exit(JoulebookBridge.enter(OUTER, null, null, null, 1), false);
  }

  private static List<Seen> begins() {
    return Seen.drain().stream().filter(s -> s.kind() == JoulebookBridge.CALL_BEGIN).toList();
  }
}
