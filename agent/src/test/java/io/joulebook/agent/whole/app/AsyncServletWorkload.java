package io.joulebook.agent.whole.app;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A servlet that works in what {@code AsyncContext} starts, in each server that has such. */
final class AsyncServletWorkload {
  private static final Ranker RANKER = new Ranker();
  private static final String MAPPING = "/models/*";

  private AsyncServletWorkload() {}

  /** The port that it listens on. */
  static int start(String way, String host) throws Exception {
    return switch (way) {
      case "async-tomcat" -> tomcat(host);
      case "async-jetty" -> jetty(host);
      default -> undertow(host);
    };
  }

  /** It has left its method before it works. */
  public static final class Later extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext context = request.startAsync();
      context.start(
          () -> {
            RANKER.score(1);
            context.complete();
          });
    }
  }

  private static int tomcat(String host) throws Exception {
    Tomcat tomcat = new Tomcat();
    String folder = Files.createTempDirectory("tomcat").toString();
    tomcat.setBaseDir(folder);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", host);
    Context context = tomcat.addContext("", folder);
    context.addServletContainerInitializer(
        (classes, servlets) -> {
          ServletRegistration.Dynamic later = servlets.addServlet("later", new Later());
          later.addMapping(MAPPING);
          later.setAsyncSupported(true);
        },
        Set.of());
    tomcat.start();
    return tomcat.getConnector().getLocalPort();
  }

  private static int jetty(String host) throws Exception {
    Server server = new Server(new InetSocketAddress(host, 0));
    ServletContextHandler servlets = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(new Later());
    holder.setAsyncSupported(true);
    servlets.addServlet(holder, MAPPING);
    server.setHandler(servlets);
    server.start();
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private static int undertow(String host) throws Exception {
    DeploymentManager manager =
        Servlets.defaultContainer()
            .addDeployment(
                Servlets.deployment()
                    .setClassLoader(AsyncServletWorkload.class.getClassLoader())
                    .setContextPath("/")
                    .setDeploymentName("models")
                    .addServlet(
                        Servlets.servlet(Later.class).addMapping(MAPPING).setAsyncSupported(true)));
    manager.deploy();
    Undertow server =
        Undertow.builder().addHttpListener(0, host).setHandler(manager.start()).build();
    server.start();
    return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }
}
