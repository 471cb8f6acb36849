package io.joulebook.agent.whole.app;

import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Tomcat with a servlet and Spring MVC, both of which call {@link Ranker}. */
public final class ServletWorkload {
  private static final Ranker RANKER = new Ranker();
  private static final ScheduledExecutorService SCHEDULER = Executors.newScheduledThreadPool(1);

  private ServletWorkload() {}

  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(args[0]);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    Context context = tomcat.addContext("", args[0]);
    AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
    spring.register(Controller.class);
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          servlets.addServlet("plain", new Plain()).addMapping("/plain/*");
          ServletRegistration.Dynamic mvc =
              servlets.addServlet("spring", new DispatcherServlet(spring));
          mvc.addMapping("/");
          mvc.setAsyncSupported(true);
        },
        Set.of());
    tomcat.start();
    System.out.println("listening on http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
  }

  /** A servlet as it was written before frameworks. */
  static final class Plain extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      RANKER.score(2);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
  }

  /** A controller of Spring's. */
  @EnableWebMvc
  @RestController
  public static class Controller {
    /** Ranks something that the path names. */
    @GetMapping("/rank/{id}")
    public void rank(@PathVariable("id") String id, HttpServletResponse response) {
      RANKER.score(id.isEmpty() ? 0 : 2);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Ranks on a thread of Spring's. */
    @GetMapping("/callable/{id}")
    public Callable<ResponseEntity<Void>> callable(@PathVariable("id") String id) {
      return () -> {
        RANKER.score(id.isEmpty() ? 0 : 2);
        return ResponseEntity.noContent().build();
      };
    }

    /** Ranks while it answers, on a thread of Spring's. */
    @GetMapping("/stream/{id}")
    public ResponseEntity<StreamingResponseBody> stream(@PathVariable("id") String id) {
      return ResponseEntity.status(HttpServletResponse.SC_NO_CONTENT)
          .body(body -> RANKER.score(id.isEmpty() ? 0 : 2));
    }

    /** Ranks on a thread of the JDK's. */
    @GetMapping("/future/{id}")
    public CompletableFuture<ResponseEntity<Void>> future(@PathVariable("id") String id) {
      return CompletableFuture.supplyAsync(
          () -> {
            RANKER.score(id.isEmpty() ? 0 : 2);
            return ResponseEntity.noContent().build();
          });
    }

    /** Ranks later, and waits for it. */
    @GetMapping("/scheduled/{id}")
    public void scheduled(@PathVariable("id") String id, HttpServletResponse response)
        throws Exception {
      Callable<Long> rank = () -> RANKER.score(id.isEmpty() ? 0 : 2);
      SCHEDULER.schedule(rank, 1, TimeUnit.MILLISECONDS).get();
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
  }
}
