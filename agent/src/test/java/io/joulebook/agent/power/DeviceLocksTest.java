package io.joulebook.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLocksTest {
  private static final Set<String> GPU = Set.of("GPU-1");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private DeviceLocks locks() {
    return new DeviceLocks(Optional.of(folder.toString()), remark -> said.add(remark.text()));
  }

  @Test
  void anAgentAloneSharesWithNobody() {
    DeviceLocks locks = locks();
    for (int i = 1; i < 5; i++) {
      assertThat(locks.shared(GPU, i * SECOND)).isEmpty();
    }
    assertThat(said).isEmpty();
  }

  /**
   * Holds a lock as an agent does, in a JVM of its own, for locks do not keep a JVM from itself.
   */
  public static final class OtherAgent {
    private OtherAgent() {}

    public static void main(String[] args) throws Exception {
      DeviceLocks locks = new DeviceLocks(Optional.of(args[0]), remark -> {});
      long now = 0;
      do {
        now += 2 * SECOND;
        System.out.println(locks.shared(GPU, now));
        System.out.flush();
      } while (System.in.read() >= 0);
    }
  }

  private Process otherAgent() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OtherAgent.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void twoAgentsBothSeeThatTheyShareUntilOneIsKilled() throws Exception {
    DeviceLocks first = locks();
    assertThat(first.shared(GPU, SECOND)).isEmpty();
    Process second = otherAgent();
    try {
      assertThat(second.inputReader().readLine()).isEqualTo("[GPU-1]");
      assertThat(first.shared(GPU, 3 * SECOND)).isEqualTo(GPU);
    } finally {
      second.destroyForcibly().waitFor();
    }
    assertThat(first.shared(GPU, 5 * SECOND)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void agentsFindEachOtherThoughACleanerTookTheFile(boolean beforeTheSecondCame) throws Exception {
    DeviceLocks first = locks();
    assertThat(first.shared(GPU, SECOND)).isEmpty();
    if (beforeTheSecondCame) {
      removeFolder();
      assertThat(first.shared(GPU, 3 * SECOND)).isEmpty();
    }
    Process second = otherAgent();
    try {
      assertThat(second.inputReader().readLine()).isEqualTo("[GPU-1]");
      assertThat(first.shared(GPU, 5 * SECOND)).isEqualTo(GPU);
      if (!beforeTheSecondCame) {
        removeFolder();
        assertThat(first.shared(GPU, 7 * SECOND)).isEqualTo(GPU); // as far as it knows
        second.getOutputStream().write('\n');
        second.getOutputStream().flush();
        assertThat(second.inputReader().readLine()).isEqualTo("[GPU-1]");
        assertThat(first.shared(GPU, 9 * SECOND)).isEqualTo(GPU);
      }
    } finally {
      second.destroyForcibly().waitFor();
    }
    assertThat(first.shared(GPU, 11 * SECOND)).isEmpty();
    assertThat(said).isEmpty();
  }

  private void removeFolder() throws IOException {
    Path own = folder.resolve("joulebook-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    Files.delete(own.resolve("GPU-1.lock"));
    Files.delete(own);
  }

  @Test
  void aFolderThatCannotBeHadIsSaidOnceAndSoIsThatItCanBeHadAgain() throws Exception {
    Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Files.writeString(folder.resolve("joulebook-" + user), "a file");

    DeviceLocks locks = locks();
    assertThat(locks.shared(GPU, SECOND)).isEmpty();
    assertThat(locks.shared(GPU, 3 * SECOND)).isEmpty();
    assertThat(said).singleElement().asString().contains("shared.path", "GPU-1");

    Files.delete(folder.resolve("joulebook-" + user));
    assertThat(locks.shared(GPU, 5 * SECOND)).isEmpty();
    assertThat(said).hasSize(2).last().asString().contains("GPU-1 can be told again");
  }
}
