package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** What is inlined where tasks are handed from one thread to another, and where they run. */
final class TaskAdvice {
  private TaskAdvice() {}

  /** Into a method that is given a task, or a thread to start. */
  static final class HandOver {
    private HandOver() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.Argument(0) Object task) {
      JoulebookBridge.handOver(task, null);
    }
  }

  /** Into a method of a task that queues the task itself, or runs it. */
  static final class Fork {
    private Fork() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.This Object task) {
      JoulebookBridge.handOver(task, null);
    }
  }

  /** Into the constructor of a task that is made when it is submitted. */
  static final class Make {
    private Make() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object task, @Advice.Argument(0) @Nullable Object work) {
      JoulebookBridge.handOver(task, work);
    }
  }

  /** The same, where its second argument is what it does. */
  static final class MakeOf {
    private MakeOf() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(@Advice.This Object task, @Advice.Argument(1) @Nullable Object work) {
      JoulebookBridge.handOver(task, work);
    }
  }

  /** Into the constructor of a task that runs once, whoever has it run. */
  static final class MakeItself {
    private MakeItself() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@Advice.This Object task) {
      JoulebookBridge.handOver(task, task);
    }
  }

  /** Into a method that makes the thread for a task. */
  static final class MakeThread {
    private MakeThread() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @Advice.Return @Nullable Object thread, @Advice.Argument(0) @Nullable Object work) {
      JoulebookBridge.handOver(thread, work);
    }
  }

  /** Into the method in which a task runs. */
  static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.This Object task) {
      return JoulebookBridge.enterTask(task);
    }

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter @Nullable Object before) {
      JoulebookBridge.leaveTask(before);
    }
  }

  /** Into the method in which a future that is there has done what depends on it. */
  static final class RunStages {
    private RunStages() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter() {
      return JoulebookBridge.enterStages();
    }

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter @Nullable Object before) {
      JoulebookBridge.leaveTask(before);
    }
  }

  /** Into the method in which a stage is told whether to do its work here and now. */
  static final class Claim {
    private Claim() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@Advice.This Object stage, @Advice.Return boolean here) {
      if (here) {
        JoulebookBridge.enterStage(stage);
      }
    }
  }

  /** Into the method by which a pool's thread waits for its next task. */
  static final class Next {
    private Next() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter() {
      JoulebookBridge.take(null);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@Advice.Return @Nullable Object task) {
      JoulebookBridge.take(task);
    }
  }

  /** Into the method in which a pool's thread lives, which may begin with a task. */
  static final class Live {
    private Live() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(@Advice.FieldValue("firstTask") @Nullable Object task) {
      JoulebookBridge.take(task);
    }

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit() {
      JoulebookBridge.take(null);
    }
  }

  /** Into a method inside which a thread may come upon a request. */
  static final class Step {
    private Step() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter() {
      return JoulebookBridge.enterStep();
    }

    @Advice.OnMethodExit(
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    static void exit(@Advice.Enter @Nullable Object step) {
      JoulebookBridge.leaveStep(step);
    }
  }
}
