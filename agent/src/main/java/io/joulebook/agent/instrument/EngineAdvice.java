package io.joulebook.agent.instrument;

import net.bytebuddy.asm.Advice;

/** What is inlined into engines of which nothing but the object and the result is read. */
final class EngineAdvice {
  private EngineAdvice() {}

  /** Into a method that infers: its result tells the size, see {@link CallHook#sizes}. */
  static final class Call {
    private Call() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.This Object called) {
      return JoulebookBridge.enter(site, called, null, null, 0);
    }
  }

  /** Into a method that infers from one item. */
  static final class OneItem {
    private OneItem() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static long enter(@HookId int site, @Advice.This Object called) {
      return JoulebookBridge.enter(site, called, null, null, 1);
    }
  }

  /** Into a static method that loads a model: noted are what it returns and its arguments. */
  static final class Load {
    private Load() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @HookId int site, @Advice.Return Object loaded, @Advice.AllArguments Object[] arguments) {
      JoulebookBridge.note(site, loaded, arguments, null);
    }
  }

  /** Into the constructors of a class whose subclasses may override what is woven. */
  static final class Create {
    private Create() {}

    @Advice.OnMethodExit(suppress = Throwable.class, backupArguments = false)
    static void exit(@HookId int site, @Advice.This Object made) {
      JoulebookBridge.note(site, made, null, null);
    }
  }

  /** Into the constructors of what is called: noted are the object and their arguments. */
  static final class Construct {
    private Construct() {}

    @Advice.OnMethodExit(suppress = Throwable.class)
    static void exit(
        @HookId int site, @Advice.This Object made, @Advice.AllArguments Object[] arguments) {
      JoulebookBridge.note(site, made, arguments, null);
    }
  }
}
