package io.joulebook.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnusableClassesTest {
  private static volatile boolean memoryIsFull = true;

  private final UnusableClasses breakage = new UnusableClasses();

  private static final class Unlucky {
    static final int SIZE = outOfMemory();

    static int outOfMemory() {
      if (memoryIsFull) {
        throw new OutOfMemoryError("planted");
      }
      return 1;
    }
  }

  private static Throwable useOf(Runnable unlucky) {
    try {
      unlucky.run();
      throw new AssertionError("it can be used");
    } catch (OutOfMemoryError | NoClassDefFoundError failure) {
      return failure;
    }
  }

  @Test
  void aClassWhoseInitialiserRanOutOfMemoryIsLostForGood() {
    breakage.note(useOf(() -> assertThat(Unlucky.SIZE).isZero()));
    breakage.check(); // the first failure may be that of a class which can still be used
    memoryIsFull = false;

    breakage.note(new IllegalStateException(useOf(() -> assertThat(Unlucky.SIZE).isZero())));
    assertThatThrownBy(breakage::check)
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessageContaining("Unlucky");
  }

  @Test
  void otherFailuresMayPass() {
    breakage.note(new OutOfMemoryError());
    breakage.note(new StackOverflowError());
    breakage.note(new IllegalStateException());
    breakage.note(new NoClassDefFoundError("com/example/NotThere"));
    breakage.note(
        new NoClassDefFoundError("Could not initialize class Native") {
          @Override
          public synchronized Throwable getCause() {
            return new ExceptionInInitializerError(
                "Exception java.lang.UnsatisfiedLinkError: musl");
          }
        });

    assertThatCode(breakage::check).doesNotThrowAnyException();
  }

  @Test
  void aClassThatWasNotWovenIsNotForgotten() {
    breakage.noteUnwoven(new OutOfMemoryError("planted"));

    assertThatThrownBy(breakage::check).hasMessage("planted");
  }
}
