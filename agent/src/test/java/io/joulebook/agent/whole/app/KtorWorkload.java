package io.joulebook.agent.whole.app;

import io.ktor.server.application.Application;
import io.ktor.server.cio.CIO;
import io.ktor.server.cio.CIOApplicationEngine;
import io.ktor.server.engine.EmbeddedServer;
import io.ktor.server.engine.EmbeddedServerKt;
import io.ktor.server.engine.EngineConnectorConfig;
import io.ktor.server.response.ApplicationResponseFunctionsKt;
import io.ktor.server.routing.RoutingBuilderKt;
import io.ktor.server.routing.RoutingContext;
import io.ktor.server.routing.RoutingRootKt;
import java.util.List;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.Dispatchers;

/** Ktor on its own engine, whose handlers call {@link Ranker} each in its own way. */
final class KtorWorkload {
  private static final Ranker RANKER = new Ranker();

  private KtorWorkload() {}

  static int start(String host) throws InterruptedException {
    Function1<Application, Unit> module =
        application -> {
          RoutingRootKt.routing(
              application,
              routing -> {
                RoutingBuilderKt.get(routing, "/models/{id}/here", KtorWorkload::here);
                RoutingBuilderKt.get(routing, "/models/{id}/elsewhere", KtorWorkload::elsewhere);
                return Unit.INSTANCE;
              });
          return Unit.INSTANCE;
        };
    EmbeddedServer<CIOApplicationEngine, CIOApplicationEngine.Configuration> server =
        EmbeddedServerKt.embeddedServer(
            CIO.INSTANCE,
            0,
            host,
            List.of(),
            (application, continuation) -> module.invoke(application));
    server.start(false);
    List<? extends EngineConnectorConfig> connectors =
        BuildersKt.runBlocking(
            EmptyCoroutineContext.INSTANCE,
            (scope, continuation) -> server.getEngine().resolvedConnectors(continuation));
    return connectors.get(0).getPort();
  }

  private static Object here(RoutingContext context, Continuation<? super Unit> continuation) {
    RANKER.score(1);
    return answer(context, continuation);
  }

  private static Object elsewhere(RoutingContext context, Continuation<? super Unit> continuation) {
    return BuildersKt.withContext(
        Dispatchers.getDefault(),
        (scope, inner) -> {
          RANKER.score(1);
          return answer(context, inner);
        },
        continuation);
  }

  private static Object answer(RoutingContext context, Continuation<? super Unit> continuation) {
    return ApplicationResponseFunctionsKt.respondText(
        context.getCall(), "1", null, null, content -> Unit.INSTANCE, continuation);
  }
}
