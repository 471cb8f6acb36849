package io.joulebook.agent.whole.app;

import java.net.InetAddress;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServer;

/** Spring WebFlux on Reactor Netty, whose handlers call {@link Ranker} each in its own way. */
public final class WebFluxWorkload {
  private static final Ranker RANKER = new Ranker();

  private WebFluxWorkload() {}

  static int start() {
    AnnotationConfigApplicationContext spring =
        new AnnotationConfigApplicationContext(Controller.class);
    return HttpServer.create()
        .host(InetAddress.getLoopbackAddress().getHostAddress())
        .port(0)
        .handle(
            new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.applicationContext(spring).build()))
        .bindNow()
        .port();
  }

  private static String rank() {
    return String.valueOf(RANKER.score(1));
  }

  private static Mono<String> elsewhere() {
    return Mono.fromCallable(WebFluxWorkload::rank).subscribeOn(Schedulers.boundedElastic());
  }

  /** Handlers of both kinds. */
  @EnableWebFlux
  @RestController
  public static class Controller {
    /** Ranks on the event loop. */
    @GetMapping("/models/{id}/here")
    public String here(@PathVariable("id") String id) {
      return id + rank();
    }

    /** Ranks when it is subscribed to. */
    @GetMapping("/models/{id}/lazy")
    public Mono<String> lazy(@PathVariable("id") String id) {
      return Mono.fromCallable(WebFluxWorkload::rank).map(id::concat);
    }

    /** Ranks on a thread of Reactor's. */
    @GetMapping("/models/{id}/elsewhere")
    public Mono<String> elsewhere(@PathVariable("id") String id) {
      return WebFluxWorkload.elsewhere().map(id::concat);
    }

    /** Ranks several times, on threads of Reactor's. */
    @GetMapping("/models/{id}/several")
    public Mono<String> several(@PathVariable("id") String id) {
      return Flux.range(0, 2)
          .flatMap(item -> WebFluxWorkload.elsewhere())
          .reduce(id, String::concat);
    }

    /** Ranks in a function. */
    @Bean
    public RouterFunction<ServerResponse> function() {
      return RouterFunctions.route(
          RequestPredicates.GET("/models/{id}/function"),
          request -> ServerResponse.ok().bodyValue(rank()));
    }
  }
}
