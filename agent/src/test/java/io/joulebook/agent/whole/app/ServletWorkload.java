package io.joulebook.agent.whole.app;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Tomcat with a servlet and Spring MVC, both of which call {@link Ranker}. */
public final class ServletWorkload {
  private static final Ranker RANKER = new Ranker();

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
          servlets.addServlet("spring", new DispatcherServlet(spring)).addMapping("/");
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
  }
}
