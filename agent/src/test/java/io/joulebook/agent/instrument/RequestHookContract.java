package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every hook into a server promises: calls have the route of the request they are part of. */
abstract class RequestHookContract extends HookContract {
  static final String ROUTE = "/items/{id}";

  /** Has the woven class serve a request of that route. */
  abstract void serve(Class<?> woven, Runnable handler) throws Throwable;

  /** What reads the route from what its advice passes; empty if that is the route. */
  Optional<? extends Function<Object, Object>> reader() {
    return Optional.empty();
  }

  @BeforeEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void meter() {
    routes();
    JoulebookBridge.enable(true);
    Function<Object, ?>[] readers = new Function[SITE + 1];
    readers[SITE] = reader().orElse(null);
    JoulebookBridge.routes(readers);
  }

  @AfterEach
  @SuppressWarnings({"unchecked", "rawtypes"})
  void stop() {
    JoulebookBridge.enable(false);
    JoulebookBridge.routes(new Function[0]);
    routes();
  }

  private Class<?> woven() throws Exception {
    return define(hook().types().iterator().next()).verified();
  }

  @Test
  void aCallHasTheRouteOfTheRequestThatItIsPartOfAndNoOtherCallHasIt() throws Throwable {
    call();
    serve(woven(), RequestHookContract::call);
    call();

    assertThat(routes()).containsExactly(null, ROUTE, null);
  }

  @Test
  void aRequestThatFailsIsOverToo() {
    assertThatThrownBy(
            () ->
                serve(
                    woven(),
                    () -> {
                      throw new IllegalStateException("planted");
                    }))
        .hasStackTraceContaining("planted");
    call();

    assertThat(routes()).containsExactly((Object) null);
  }

  private static void call() {
    JoulebookBridge.exit(JoulebookBridge.enter(SITE, null, null, null, 1), false);
  }

  /** The routes of the calls that have begun. */
  private static List<@Nullable Object> routes() {
    List<@Nullable Object> routes = new ArrayList<>();
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        if (lane.kind() == JoulebookBridge.CALL_BEGIN) {
          routes.add(lane.route());
        }
      }
    }
    return routes;
  }
}
