package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.joulebook.agent.whole.app.CustomWorkload;
import io.joulebook.agent.whole.app.HelloWorld;
import io.joulebook.agent.whole.app.OnnxWorkload;
import io.joulebook.nvml.fake.FakeCall;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong on the host: one clear line each, and the host runs on. */
@NeedsCompiler
class HostSafetyWholeTest {
  private static final String RANKER =
      ",hooks.custom=io.joulebook.agent.whole.app.Ranker#score=ranker";

  @TempDir Path folder;

  /** Starts a host with these options, lets it make calls, and gives what was said on stderr. */
  private static List<String> linesOf(String options) throws Exception {
    try (AgentJvm jvm = AgentJvm.main(CustomWorkload.class).agent(options + RANKER).start()) {
      jvm.awaitOut("ready");
      jvm.say("score 10 1");
      assertThat(jvm.awaitOut("done score 10 1: ")).isEqualTo("ok");
      jvm.awaitErr("counts calls of");
      jvm.say("score 300 1");
      assertThat(jvm.awaitOut("done score 300 1: ")).isEqualTo("ok");
      return jvm.err();
    }
  }

  private static void assertOneLine(String options, String... parts) throws Exception {
    assertThat(linesOf(options))
        .filteredOn(line -> !line.contains("counts calls of"))
        .singleElement()
        .asString()
        .contains(parts);
  }

  @Test
  void noLibrary() throws Exception {
    assertOneLine(
        "metrics.address=off",
        "power.source=auto",
        "libnvidia-ml.so.1",
        "install the NVIDIA driver");
  }

  @Test
  void aWrongPath() throws Exception {
    assertOneLine(
        "metrics.address=off,power.source=nvml,nvml.library=/no/such/libnvidia-ml.so.1",
        "power.source=nvml",
        "/no/such/libnvidia-ml.so.1");
  }

  @Test
  void aLibraryOfTheWrongArchitecture() throws Exception {
    assertOneLine(nvml(FakeMachine.wrongArchitecture(folder)), "wrong ELF class");
  }

  @Test
  void noPermission() throws Exception {
    assertOneLine(
        nvml(FakeMachine.noPermission(folder)), "this user may not do it", "/dev/nvidiactl");
  }

  @Test
  void aDriverThatDoesNotMatchItsLibrary() throws Exception {
    assertOneLine(
        nvml(FakeMachine.versionMismatch(folder)),
        "driver and library differ in version",
        "reboot");
  }

  @Test
  void noGpu() throws Exception {
    assertOneLine(nvml(FakeMachine.none(folder)), "no GPU");
  }

  @Test
  void aBrokenGpuLibraryLacksWhatMustBeThere() throws Exception {
    assertOneLine(
        nvml(FakeMachine.withoutInitSymbol(folder)), "lacks the functions every NVML has");
  }

  private static String nvml(FakeMachine machine) {
    return "metrics.address=off,power.source=nvml,nvml.library=" + machine.library();
  }

  @Test
  void anUnknownOption() throws Exception {
    assertOneLine(
        "metrics.address=off,power.source=none,power.sauce=nvml",
        "\"power.sauce\"",
        "agent argument",
        "did you mean power.source?");
  }

  @Test
  void aValueThatIsNotAllowed() throws Exception {
    assertOneLine(
        "metrics.address=off,power.source=none,sample.period=20",
        "sample.period=\"20\"",
        "agent argument",
        "auto, or 1ms to 10s",
        "using the default auto");
  }

  @Test
  void aPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertOneLine("power.source=none,metrics.address=" + address, address, "metrics.address");
    }
  }

  @Test
  void aConfigurationFileThatIsNotThere() throws Exception {
    assertOneLine(
        "metrics.address=off,power.source=none,config=/no/such.yaml",
        "/no/such.yaml",
        "cannot be read");
  }

  @Test
  void aTemporaryDirectoryThatCannotBeWrittenIsDoneWithout() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .flag("-Djava.io.tmpdir=/proc/self")
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + RANKER)
            .start()) {
      jvm.say("score 10 1");
      jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total"));

      assertThat(jvm.err()).hasSize(1); // the port
    }
  }

  @Test
  void aGoodStartSaysNothingAndLeavesNothingBehind() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .flag("-Djava.io.tmpdir=" + temporary, "-XX:-UsePerfData", "-Duser.home=" + temporary)
            .agent(
                "metrics.address=127.0.0.1:"
                    + freePort()
                    + ",power.source=nvml,nvml.library="
                    + machine.library()
                    + RANKER)
            .start()) {
      Patience.await(
          () -> machine.gpu(0).calls(FakeCall.ENERGY) > 10 ? "metered" : null,
          () -> "never metered\n" + jvm.output());
      jvm.say("score 100 2");
      jvm.awaitOut("done score 100 2: ");

      assertThat(jvm.err()).isEmpty();
      try (Stream<Path> left = Files.list(temporary)) {
        assertThat(left).isEmpty();
      }
    }
  }

  // Its native code reads the model, so that it needs no permission to.
  @Test
  void aSecurityManagerThatTrustsTheAgentAndNotTheApplicationHidesNothing() throws Exception {
    assumeThat(AgentJvm.javaIsAtLeast(24)).as("without a security manager").isFalse();
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    String model = OnnxWorkload.model(Files.createDirectory(folder.resolve("models"))).toString();
    Path policy =
        Files.writeString(
            folder.resolve("policy"),
            """
            grant codeBase "file:%s" { permission java.security.AllPermission; };
            grant {
              permission java.io.FilePermission "%s", "read,write,delete";
              permission java.io.FilePermission "%s/-", "read,write,delete";
              permission java.io.FilePermission "${user.home}/.m2/-", "read";
              permission java.lang.RuntimePermission "*";
              permission java.util.PropertyPermission "*", "read,write";
              permission java.util.logging.LoggingPermission "control";
            };
            """
                .formatted(AgentJvm.jar(), temporary, temporary));
    try (AgentJvm jvm =
        AgentJvm.main(OnnxWorkload.class, "-", model, "1", "3")
            .flag("-Djava.io.tmpdir=" + temporary)
            .flag("-Djava.security.manager", "-Djava.security.policy==" + policy)
            .agent("metrics.address=127.0.0.1:0,power.source=simulated")
            .start()) {
      jvm.awaitOut("ready");
      jvm.say("go");
      jvm.awaitOut("made ");

      jvm.awaitMetrics(m -> m.value("joulebook_items_total", "all-minilm-l6-v2-q") == 6);
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aHostThatNeverInfersIsLeftAlone() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(HelloWorld.class)
            .agent("")
            .flag(
                "-Djava.util.logging.manager=no.such.Manager",
                "-Xlog:class+load:file=" + folder.resolve("loaded"))
            .start()) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.out()).containsExactly("hello");
      assertThat(jvm.err()).isEmpty();
      assertThat(Files.readString(folder.resolve("loaded")))
          .doesNotContain(
              "net.bytebuddy",
              "com.sun.jna",
              "java.util.logging.LogManager",
              "java.lang.management");
    }
  }

  private String idleOptions(FakeMachine machine, String yaml) throws Exception {
    Path config = Files.writeString(folder.resolve("joulebook.yaml"), yaml);
    return "metrics.address=127.0.0.1:0,nvml.library=" + machine.library() + ",config=" + config;
  }

  // An open session holds GPUs, and one configuration may be that of all JVMs of a host.
  @Test
  void aConfigurationFileAloneOpensNoGpuAndNoPortAndSaysNothing() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    String budgets = "budgets: [{name: calls, joules-per-call: 5, objective: 99%}, {name: wrong}]";
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class).agent(idleOptions(machine, budgets)).start()) {
      jvm.awaitOut("ready");
      // The core is up by then: it has read the file and waits.
      Patience.await(
          () -> {
            jvm.say("names");
            return jvm.awaitNextOut("done names:").contains("joulebook-ledger") ? true : null;
          },
          () -> "the core does not start");
      jvm.say("score 100 10");
      jvm.awaitNextOut("done score");
      assertThat(machine.entries()).isZero();
      assertThat(jvm.err()).isEmpty();

      jvm.say("onnx " + folder);
      assertThat(jvm.awaitNextOut("done onnx ")).endsWith("ok");
      Metrics used = jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total"));
      jvm.awaitMetrics(m -> m.value("joulebook_hook_installed", "onnxruntime") == 1);
      assertThat(used.value("joulebook_budget_limit_joules")).isEqualTo(5);
      assertThat(jvm.awaitErr("budgets[1]")).contains("has no limit");
    }
  }

  @Test
  void aCustomHookOfTheConfigurationFileOpensAGpuOnceItsClassIsLoaded() throws Exception {
    FakeMachine machine = FakeMachine.oneH100(folder);
    String hook = "hooks.custom: io.joulebook.agent.whole.app.Ranker#score=late";
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class).agent(idleOptions(machine, hook)).start()) {
      jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total"));
    }
  }

  @Test
  void aSecondStartIsIgnored() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.main(HelloWorld.class).agent("").agent("metrics.address=off").start()) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.err()).singleElement().asString().contains("already running");
    }
  }

  @Test
  void toolsOfTheJdkAreLeftAlone() throws Exception {
    try (AgentJvm jvm =
        AgentJvm.command("-m", "jdk.jartool/sun.tools.jar.Main", "--version").agent("").start()) {
      assertThat(jvm.awaitExit()).isZero();
      assertThat(jvm.err()).isEmpty();
    }
  }

  @Test
  void nativeAccessMayBeDeniedToEverybody() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        AgentJvm.javaIsAtLeast(24), "needs --illegal-native-access, which came with Java 24");
    FakeMachine machine = FakeMachine.oneH100(folder);
    try (AgentJvm jvm =
        AgentJvm.main(CustomWorkload.class)
            .flag("--illegal-native-access=deny", "--sun-misc-unsafe-memory-access=deny")
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + RANKER)
            .start()) {
      jvm.say("score 10 1");
      jvm.awaitMetrics(m -> m.has("joulebook_measured_joules_total"));

      assertThat(jvm.err()).hasSize(1); // the port
    }
  }
}
