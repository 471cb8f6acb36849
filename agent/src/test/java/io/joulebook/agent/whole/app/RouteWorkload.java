package io.joulebook.agent.whole.app;

import com.sun.net.httpserver.HttpServer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** Serves with one framework and asks itself until its input says to end. */
public final class RouteWorkload {
  private static final Ranker RANKER = new Ranker();

  private RouteWorkload() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("jersey")) {
      jersey();
    } else {
      grpc();
    }
    System.exit(0); // the servers' pools would live on for a while
  }

  private static void jersey() throws Exception {
    HttpServer server =
        JdkHttpServerFactory.createHttpServer(
            URI.create("http://127.0.0.1:0/api"), new ResourceConfig(Models.class), false);
    server.start();
    URI address =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/models/7/score");
    HttpClient client = HttpClient.newHttpClient();
    while (System.in.available() == 0) {
      Thread.sleep(20);
      client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
    }
    server.stop(0);
  }

  /** A resource with templates on the class and on the method. */
  @Path("/models")
  public static class Models {
    /** Ranks something that the path names. */
    @GET
    @Path("{id}/score")
    public String score(@PathParam("id") String id) {
      RANKER.score(id.length());
      return id;
    }
  }

  private static void grpc() throws Exception {
    MethodDescriptor<String, String> rank =
        MethodDescriptor.<String, String>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("acme.Ranker/Rank")
            .setRequestMarshaller(new Text())
            .setResponseMarshaller(new Text())
            .build();
    Server server =
        InProcessServerBuilder.forName("ranker")
            .addService(
                ServerServiceDefinition.builder("acme.Ranker")
                    .addMethod(rank, ServerCalls.asyncUnaryCall(RouteWorkload::rank))
                    .build())
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName("ranker").build();
    while (System.in.available() == 0) {
      Thread.sleep(20);
      ClientCalls.blockingUnaryCall(channel, rank, CallOptions.DEFAULT, "something");
    }
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static void rank(String item, StreamObserver<String> answer) {
    RANKER.score(1);
    answer.onNext(item);
    answer.onCompleted();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
  }
}
