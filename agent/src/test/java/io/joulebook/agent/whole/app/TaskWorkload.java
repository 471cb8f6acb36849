package io.joulebook.agent.whole.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.internal.DefaultExecutorProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** A server whose handlers call on other threads, each in its own way. */
public final class TaskWorkload {
  private static final int ITEMS = 16;

  private final ExecutorService pool = Executors.newFixedThreadPool(2);
  private final ExecutorService other = Executors.newFixedThreadPool(2);
  private final ForkJoinPool workers = new ForkJoinPool(2);
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final CompletableFuture<Void> shared = new CompletableFuture<>();
  private final Serial serial = new Serial(pool);

  private TaskWorkload() {}

  /** One method for each way, so that each has a model of its own. */
  public static class Ways {
    /** On the thread that serves. */
    public static void here() {}

    /** By {@code Executor.execute}. */
    public static void execute() {}

    /** By {@code ExecutorService.submit}. */
    public static void submit() {}

    /** By the executor that LangChain4j uses where it is given none. */
    public static void langchain4j() {}

    /** By a task that starts another. */
    public static void nested() {}

    /** By {@code CompletableFuture.runAsync}. */
    public static void async() {}

    /** When something else is there that comes from elsewhere. */
    public static void then() {}

    /** In a parallel stream. */
    public static void parallel() {
      LockSupport.parkNanos(1_000_000); // so that several threads take part
    }

    /** In a pool for tasks that fork. */
    public static void fork() {}

    /** In a parallel stream in a pool of its own. */
    public static void stream() {
      LockSupport.parkNanos(1_000_000);
    }

    /** On a thread of its own, as Spring's simple executor has it. */
    public static void thread() {}

    /** On a virtual thread, where there are such. */
    public static void virtual() {}

    /** Later, by a scheduler. */
    public static void scheduled() {}

    /** When the request is over. */
    public static void late() {}

    /** When a future is there, by the thread that has made it. */
    public static void chain() {}

    /** The same of a future that another request makes. */
    public static void stage() {}

    /** After another request's task, in a queue. */
    public static void serial() {}

    /** When another thread has answered. */
    public static void answered() {}

    /** By a pool that requests use too, for nobody. */
    public static void outside() {}
  }

  public static void main(String[] args) throws Exception {
    TaskWorkload workload = new TaskWorkload();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    workload.serve(server);
    server.setExecutor(Executors.newFixedThreadPool(1));
    server.start();
    System.out.println("listening on http://127.0.0.1:" + server.getAddress().getPort());
    System.in.read();
    System.exit(0);
  }

  /** As the documentation of {@code Executor} has it. */
  private static final class Serial implements Executor {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Executor executor;
    private Runnable active;

    Serial(Executor executor) {
      this.executor = executor;
    }

    @Override
    public synchronized void execute(Runnable task) {
      tasks.add(
          () -> {
            try {
              task.run();
            } finally {
              next();
            }
          });
      if (active == null) {
        next();
      }
    }

    private synchronized void next() {
      active = tasks.poll();
      if (active != null) {
        executor.execute(active);
      }
    }
  }

  private interface Handler {
    void handle() throws Exception;
  }

  private void serve(HttpServer server) {
    handle(server, "here", Ways::here);
    handle(server, "execute", () -> execute(pool, Ways::execute));
    handle(
        server,
        "langchain4j",
        () -> execute(DefaultExecutorProvider.getDefaultExecutor(), Ways::langchain4j));
    handle(server, "submit", () -> pool.submit(Ways::submit).get());
    handle(server, "nested", () -> pool.submit(() -> other.submit(Ways::nested).get()).get());
    handle(server, "async", () -> CompletableFuture.runAsync(Ways::async).join());
    handle(server, "then", this::then);
    handle(
        server,
        "parallel",
        () -> IntStream.range(0, ITEMS).parallel().forEach(item -> Ways.parallel()));
    handle(server, "fork", () -> workers.submit(this::fork).get());
    handle(
        server,
        "stream",
        () ->
            workers
                .submit(() -> IntStream.range(0, ITEMS).parallel().forEach(i -> Ways.stream()))
                .get());
    handle(server, "thread", this::thread);
    handle(server, "virtual", this::virtual);
    handle(
        server,
        "scheduled",
        () -> scheduler.schedule(Ways::scheduled, 1, TimeUnit.MILLISECONDS).get());
    handle(server, "late", this::late);
    handle(server, "release", released::countDown);
    handle(server, "chain", this::chain);
    handle(server, "stage", this::stage);
    handle(server, "complete", () -> shared.complete(null));
    server.createContext("/queue", exchange -> serial.execute(() -> queue(exchange)));
    handle(server, "serial", this::serial);
    server.createContext("/later", exchange -> pool.execute(() -> later(exchange)));
    handle(server, "open", opened::countDown);
    server.createContext("/outside", exchange -> outside(exchange));
  }

  private void handle(HttpServer server, String way, Handler handler) {
    server.createContext(
        "/" + way,
        exchange -> {
          try {
            handler.handle();
          } catch (Exception e) {
            throw new IOException(e);
          }
          answer(exchange);
        });
  }

  private static void answer(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private static void execute(Executor executor, Runnable way) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    executor.execute(
        () -> {
          way.run();
          done.countDown();
        });
    done.await();
  }

  private void then() {
    CompletableFuture<Void> source = new CompletableFuture<>();
    CompletableFuture<Void> then = source.thenRunAsync(Ways::then, pool);
    new Thread(() -> source.complete(null)).start();
    then.join();
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void stage() {
    shared.thenRun(Ways::stage);
  }

  private void chain() {
    CompletableFuture<Void> source = new CompletableFuture<>();
    CompletableFuture<Void> then = source.thenRun(Ways::chain);
    new Thread(() -> source.complete(null)).start();
    then.join();
  }

  // Goes on until the next request's task is in the queue; the answer comes after that.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void queue(HttpExchange exchange) {
    System.out.println("queue is busy");
    await(released);
    scheduler.schedule(
        () -> {
          answer(exchange);
          return null;
        },
        1,
        TimeUnit.SECONDS);
  }

  private void serial() {
    CountDownLatch done = new CountDownLatch(1);
    serial.execute(
        () -> {
          Ways.serial();
          done.countDown();
        });
    released.countDown();
    await(done);
  }

  private void later(HttpExchange exchange) {
    try {
      answer(exchange);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await(opened);
    Ways.answered();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fork() {
    RecursiveAction forked =
        new RecursiveAction() {
          private static final long serialVersionUID = 1;

          @Override
          protected void compute() {
            Ways.fork();
          }
        };
    forked.fork();
    Ways.fork();
    forked.join();
  }

  private void thread() throws Exception {
    FutureTask<Void> task = new FutureTask<>(Ways::thread, null);
    new Thread(task).start();
    task.get();
  }

  private void virtual() throws Exception {
    ExecutorService each;
    try {
      each =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException olderJdk) {
      each = pool;
    }
    each.submit(Executors.callable((Runnable) Ways::virtual)).get();
    execute(each, Ways::virtual);
  }

  private void late() {
    pool.execute(
        () -> {
          await(released);
          Ways.late();
        });
  }

  // Outside of any request: the pools' threads have run tasks of requests before.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void outside(HttpExchange exchange) throws IOException {
    Thread thread =
        new Thread(
            () -> {
              for (int i = 0; i < ITEMS; i++) {
                pool.execute(Ways::outside);
                other.submit(Ways::outside);
                workers.execute(Ways::outside);
                CompletableFuture.runAsync(Ways::outside);
              }
            });
    thread.start();
    answer(exchange);
  }
}
