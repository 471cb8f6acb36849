package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskHookContractTest extends HookContract {
  private static final String PACKAGE = "java.util.concurrent.";
  private static final String EACH = "ThreadPerTaskExecutor";
  private static final String RUNNABLE = "ForkJoinTask$AdaptedInterruptibleRunnable";

  @Override
  Hook hook() {
    return new TaskHook();
  }

  @Override
  Set<String> absent() {
    return Stream.of(EACH, RUNNABLE)
        .map(PACKAGE::concat)
        .filter(TaskHookContractTest::isOfALaterJdk)
        .collect(Collectors.toSet());
  }

  private static boolean isOfALaterJdk(String type) {
    try {
      Class.forName(type, false, null);
      return false;
    } catch (ClassNotFoundException absent) {
      return true;
    }
  }

  // A class of the JDK cannot be defined again: the whole test has them verified.
  @Override
  void whatItWeavesPassesTheVerifier() {}

  @Override
  Set<String> advice() {
    Set<String> advice =
        new TreeSet<>(
            List.of(
                "ThreadPoolExecutor.execute: handOver",
                "ThreadPoolExecutor.getTask: take",
                "ThreadPoolExecutor$Worker.run: take",
                "ForkJoinPool.execute: handOver",
                "ForkJoinPool.submit: handOver",
                "ForkJoinPool.invoke: handOver",
                "ForkJoinTask.fork: handOver",
                "ForkJoinTask.invoke: handOver",
                "ForkJoinTask.quietlyInvoke: handOver",
                "ForkJoinTask.invokeAll: handOver",
                "ForkJoinTask.doExec: enterTask",
                "ForkJoinTask.doExec: leaveTask",
                "ForkJoinTask$RunnableExecuteAction.<init>: handOver",
                "ForkJoinTask$AdaptedRunnable.<init>: handOver",
                "ForkJoinTask$AdaptedRunnableAction.<init>: handOver",
                "ForkJoinTask$AdaptedCallable.<init>: handOver",
                "ForkJoinTask$AdaptedInterruptibleCallable.<init>: handOver",
                "FutureTask.<init>: handOver",
                "CompletableFuture$AsyncRun.<init>: handOver",
                "CompletableFuture$AsyncSupply.<init>: handOver",
                "CompletableFuture.postComplete: enterStages",
                "CompletableFuture.postComplete: leaveTask",
                "CompletableFuture$UniCompletion.<init>: handOver",
                "CompletableFuture$UniCompletion.claim: enterStage"));
    for (String runs :
        Set.of(
            "FutureTask.run",
            "CompletableFuture$AsyncRun.run",
            "CompletableFuture$AsyncSupply.run",
            "CompletableFuture$Completion.run",
            "CompletableFuture$Completion.exec")) {
      advice.add(runs + ": enterTask");
      advice.add(runs + ": leaveTask");
    }
    if (!absent().contains(PACKAGE + EACH)) {
      advice.add(EACH + ".newThread: handOver");
    }
    if (!absent().contains(PACKAGE + RUNNABLE)) {
      advice.add(RUNNABLE + ".<init>: handOver");
    }
    return advice.stream().collect(Collectors.toUnmodifiableSet());
  }

  @Test
  void whatAThreadIsGivenIsTakenBackByWhatIsWovenBefore() {
    List<String> order = List.copyOf(hook().types());

    assertThat(order)
        .containsSubsequence(
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ThreadPoolExecutor$Worker")
        .containsSubsequence(
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.CompletableFuture$UniCompletion");
    assertThat(order.stream().filter(hook()::isEssential))
        .containsExactly(order.get(order.size() - 1));
  }
}
