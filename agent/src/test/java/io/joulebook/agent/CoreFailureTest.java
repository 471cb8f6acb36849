package io.joulebook.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreFailureTest {
  @Test
  void aFullHeapPasses() {
    Throwable full = new ExceptionInInitializerError(new OutOfMemoryError("Java heap space"));

    assertThat(CoreFailure.mayPass(full)).isTrue();
    assertThat(CoreFailure.line(full, true)).contains("started again soon");
  }

  @Test
  void aClassOfOursThatWasLostComesBackWithANewCore() {
    assertThat(CoreFailure.mayPass(lost("io.joulebook.agent.runtime.AgentCore"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.util.stream.Nodes", "jdk.internal.misc.Signal", "sun.nio.ch.Net"})
  void aClassOfTheJdkThatWasLostStaysLost(String name) {
    Throwable failure = new IllegalStateException("start", lost(name));

    assertThat(CoreFailure.mayPass(failure)).isFalse();
    assertThat(CoreFailure.line(failure, false)).contains("only a restart of the JVM");
  }

  @Test
  void theLineIsOfTheClassThatWasLostAndNotOfWhatItWasLostBy() {
    Throwable failure =
        lost("java.util.stream.Nodes")
            .initCause(new ExceptionInInitializerError("Exception java.lang.OutOfMemoryError"));

    assertThat(CoreFailure.line(CoreFailure.toldOf(failure), false))
        .contains("only a restart of the JVM", "java.util.stream.Nodes");
    assertThat(CoreFailure.toldOf(new InvocationTargetException(failure))).isSameAs(failure);
    assertThat(CoreFailure.toldOf(new IllegalStateException(new OutOfMemoryError())))
        .isInstanceOf(OutOfMemoryError.class);
  }

  private static Throwable lost(String name) {
    return new NoClassDefFoundError("Could not initialize class " + name);
  }
}
