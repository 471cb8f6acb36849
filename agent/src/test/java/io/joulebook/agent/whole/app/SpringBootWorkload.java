package io.joulebook.agent.whole.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A Spring Boot application with Actuator and Micrometer's registry for Prometheus. */
@EnableAutoConfiguration
@Import(SpringBootWorkload.Controller.class)
public class SpringBootWorkload {
  public static void main(String[] args) {
    ConfigurableApplicationContext spring = SpringApplication.run(SpringBootWorkload.class, args);
    String port = spring.getEnvironment().getProperty("local.server.port");
    System.out.println("listening on http://127.0.0.1:" + port);
  }

  /** Ranks. */
  @RestController
  public static class Controller {
    private final Ranker ranker = new Ranker();

    /** Ranks for so long. */
    @GetMapping("/rank/{millis}")
    public String rank(@PathVariable("millis") long millis) {
      return String.valueOf(ranker.score(millis));
    }
  }
}
