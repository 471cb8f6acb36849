package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

class TaskHookContractTest extends HookContract {
  private static final String TASK = "java.util.concurrent.ThreadPerTaskExecutor";

  @Override
  Hook hook() {
    return new TaskHook();
  }

  @Override
  Set<String> absent() {
    return Runtime.version().feature() < 21 ? Set.of(TASK) : Set.of();
  }

  // A class of the JDK cannot be defined again: the whole test has them verified.
  @Override
  void whatItWeavesPassesTheVerifier() {}

  @Override
  Set<String> advice() {
    Set<String> advice =
        new TreeSet<>(
            Set.of(
                "ThreadPoolExecutor.execute: handOver",
                "ThreadPoolExecutor.getTask: take",
                "ThreadPoolExecutor$Worker.run: take",
                "ForkJoinPool.execute: handOver",
                "ForkJoinPool.submit: handOver",
                "ForkJoinPool.invoke: handOver",
                "ForkJoinTask.fork: handOver",
                "ForkJoinTask$RunnableExecuteAction.<init>: handOver",
                "ForkJoinTask$AdaptedRunnable.<init>: handOver",
                "ForkJoinTask$AdaptedRunnableAction.<init>: handOver",
                "ForkJoinTask$AdaptedCallable.<init>: handOver",
                "ForkJoinTask$AdaptedInterruptibleCallable.<init>: handOver",
                "FutureTask.<init>: handOver",
                "CompletableFuture$AsyncRun.<init>: handOver",
                "CompletableFuture$AsyncSupply.<init>: handOver",
                "CompletableFuture$UniCompletion.<init>: handOver"));
    for (String runs :
        Set.of(
            "ForkJoinTask.doExec",
            "FutureTask.run",
            "CompletableFuture$AsyncRun.run",
            "CompletableFuture$AsyncSupply.run",
            "CompletableFuture$Completion.run",
            "CompletableFuture$Completion.exec")) {
      advice.add(runs + ": enterTask");
      advice.add(runs + ": leaveTask");
    }
    if (absent().isEmpty()) {
      advice.add("ThreadPerTaskExecutor.start: handOver");
    }
    return advice.stream().collect(Collectors.toUnmodifiableSet());
  }
}
