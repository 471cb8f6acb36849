package io.joulebook.collector.feed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.joulebook.collector.feed.FetchOutcome;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client does to the JVM that it is a guest of, and what that JVM can do to it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedClientGuestTest {
  /** Those of other tests, which a name server that hangs may hold up. */
  private final List<Thread> others = allIoThreads();

  @Test
  void theHostsCookiesAndPasswordsAreNotSent() throws IOException {
    CookieHandler before = CookieHandler.getDefault();
    CookieHandler.setDefault(new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    Authenticator.setDefault(new HostsPassword());
    try (MisbehavingServer server =
            MisbehavingServer.saying(
                Replies.status(
                    "401 Who?",
                    "Set-Cookie: a=b; Path=/\r\nWWW-Authenticate: Basic realm=\"x\"",
                    ""));
        FeedClient client = Clients.patient()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get(server.uri(), Map.of()))
            .isEqualTo(Clients.none(new FetchOutcome.AuthFailed()));
      }
      assertThat(server.requests())
          .hasSize(2)
          .noneMatch(request -> request.contains("Cookie") || request.contains("Authorization"));
    } finally {
      Authenticator.setDefault(null);
      CookieHandler.setDefault(before);
    }
  }

  private static final class HostsPassword extends Authenticator {
    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication("host", "secret".toCharArray());
    }
  }

  /** Stands for a name server that hangs as well: both hold up the JDK's client alike. */
  private static final class StuckProxies extends ProxySelector {
    private final CountDownLatch stuck = new CountDownLatch(1);

    @Override
    public List<Proxy> select(URI uri) {
      try {
        stuck.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }

  @Test
  void manyRequestsThatAreStuckAreGivenUpAndLaterOnesGoThrough() throws Exception {
    StuckProxies proxies = new StuckProxies();
    ExecutorService callers = Executors.newFixedThreadPool(10);
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD);
        FeedClient client = Clients.through(proxies, Clients.SHORT)) {
      Callable<JsonBody> ask = () -> client.get(server.uri(), Map.of());
      for (Future<JsonBody> answer : callers.invokeAll(Collections.nCopies(10, ask))) {
        assertThat(answer.get()).isEqualTo(Clients.UNREACHABLE);
      }
      assertThat(ioThreads()).hasSizeLessThanOrEqualTo(4).allMatch(Thread::isDaemon);
      assertThat(ioThreads()).allMatch(thread -> thread.getContextClassLoader() == null);
      proxies.stuck.countDown();
      assertThat(Stream.generate(() -> client.get(server.uri(), Map.of())).limit(20))
          .anyMatch(JsonBody.Body.class::isInstance);
    } finally {
      callers.shutdown();
    }
  }

  private List<Thread> ioThreads() {
    return allIoThreads().stream().filter(thread -> !others.contains(thread)).toList();
  }

  private static List<Thread> allIoThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("joulebook-feed-io"))
        .toList();
  }

  @Test
  void aProxySelectorThatThrowsIsNoAnswer() {
    ProxySelector broken =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        };
    try (FeedClient client = Clients.through(broken, Clients.LONG)) {
      assertThat(client.get(URI.create("https://feed.example/"), Map.of()))
          .isEqualTo(Clients.UNREACHABLE);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws IOException {
    try (MisbehavingServer server = MisbehavingServer.that(with -> with.fallSilent());
        FeedClient client = Clients.patient()) {
      Thread.currentThread().interrupt();
      assertThat(client.get(server.uri(), Map.of())).isEqualTo(Clients.UNREACHABLE);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aClosedClientReachesNothingAndItsThreadsEnd() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD)) {
      FeedClient client = Clients.patient();
      assertThat(client.get(server.uri(), Map.of())).isInstanceOf(JsonBody.Body.class);
      client.close();
      assertThat(client.get(server.uri(), Map.of())).isEqualTo(Clients.UNREACHABLE);
      for (Thread thread : ioThreads()) {
        thread.join();
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void inARuntimeWithoutTheHttpModuleNothingIsReached() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.saying(Replies.GOOD)) {
      assertThat(forked(server.uri(), List.of())).startsWith("Body");
      assertThat(forked(server.uri(), List.of("--limit-modules", "java.base")))
          .startsWith("None[outcome=Unreachable[");
    }
  }

  private static String forked(URI uri, List<String> options) throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(AskOnce.class.getName(), uri.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Prints an answer. */
  static final class AskOnce {
    private AskOnce() {}

    public static void main(String[] arguments) {
      System.out.println(Clients.ask(URI.create(arguments[0])));
    }
  }
}
