package io.joulebook.agent.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.joulebook.agent.whole.app.OnnxWorkload;
import io.joulebook.nvml.fake.FakeMachine;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each engine's real library, newest and older, in a forked JVM with the agent: what is metered is
 * what was called. The rows of docs/engines.md are made here.
 */
@NeedsCompiler
@EnabledIfSystemProperty(named = "engines", matches = "true", disabledReason = "Maven profile")
public class EnginesWholeTest {
  /** The hooks that are proven here. */
  public static final Set<String> NAMES =
      engines().map(Engine::name).collect(Collectors.toUnmodifiableSet());

  private static final String LINUX = ":linux-x86_64";

  @TempDir Path folder;

  /**
   * A library to be tried.
   *
   * @param version as docs/engines.md has it
   * @param app the source in src/test/engines
   * @param java the oldest JDK that it runs on
   */
  private record Engine(
      String name, String version, String app, int java, List<String> flags, List<String> jars) {
    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  private static Stream<Engine> engines() {
    return Stream.of(
        onnxRuntime("1.29.0"),
        onnxRuntime("1.16.3"),
        djlOnnx("0.38.0"),
        djlOnnx("0.25.0"),
        djlPython("0.34.0"),
        djlPython("0.25.0"),
        engine(
            "tensorflow",
            "1.1.0",
            "TensorFlowApp",
            "org.tensorflow:tensorflow-core-api:1.1.0",
            "org.tensorflow:tensorflow-core-native:1.1.0" + LINUX),
        engine(
            "tensorflow",
            "0.5.0",
            "TensorFlowApp",
            "org.tensorflow:tensorflow-core-api:0.5.0",
            "org.tensorflow:tensorflow-core-api:0.5.0" + LINUX),
        engine(
            "tensorflow",
            "1.15.0 (legacy)",
            "TensorFlowLegacyApp",
            "org.tensorflow:tensorflow:1.15.0"),
        engine("llama", "4.2.0", "LlamaApp", "de.kherud:llama:4.2.0"),
        engine("llama", "3.4.1", "LlamaApp", "de.kherud:llama:3.4.1"),
        engine("xgboost4j", "3.4.0", "XgboostApp", "ml.dmlc:xgboost4j_2.12:3.4.0"),
        engine("xgboost4j", "1.7.6", "XgboostApp", "ml.dmlc:xgboost4j_2.12:1.7.6"),
        new Engine(
            "jlama",
            "0.8.4",
            "JlamaApp",
            21,
            List.of("--add-modules", "jdk.incubator.vector"),
            List.of(
                "com.github.tjake:jlama-core:0.8.4",
                "com.github.tjake:jlama-native:0.8.4" + LINUX)),
        new Engine(
            "gpullama3",
            "0.2.2 (its calls fail)",
            "GpuLlama3App",
            21,
            List.of(),
            List.of("io.github.beehive-lab:gpu-llama3:0.2.2")),
        dl4j("1.0.0-M2.1", "0.3.19-1.5.7", "1.5.7"),
        dl4j("1.0.0-beta7", "0.3.9-1-1.5.3", "1.5.3"));
  }

  private static Engine engine(String name, String version, String app, String... jars) {
    return new Engine(name, version, app, 17, List.of(), List.of(jars));
  }

  private static Engine onnxRuntime(String version) {
    return engine(
        "onnxruntime",
        version,
        "OnnxRuntimeApp",
        "com.microsoft.onnxruntime:onnxruntime:" + version);
  }

  private static Engine djlOnnx(String version) {
    return new Engine(
        "djl",
        version + " (ONNX Runtime)",
        "DjlOnnxApp",
        17,
        List.of("-Dai.djl.offline=true"),
        List.of("ai.djl:api:" + version, "ai.djl.onnxruntime:onnxruntime-engine:" + version));
  }

  // It needs python3.
  private static Engine djlPython(String version) {
    return new Engine(
        "djl-python",
        version,
        "DjlPythonApp",
        17,
        List.of("-Dai.djl.offline=true"),
        List.of("ai.djl:api:" + version, "ai.djl.python:python:" + version));
  }

  private static Engine dl4j(String version, String openblas, String javacpp) {
    return engine(
        "deeplearning4j",
        version,
        "Dl4jApp",
        "org.deeplearning4j:deeplearning4j-nn:" + version,
        "org.nd4j:nd4j-native:" + version,
        "org.nd4j:nd4j-native:" + version + LINUX,
        "org.bytedeco:openblas:" + openblas + LINUX,
        "org.bytedeco:javacpp:" + javacpp + LINUX);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void whatIsMeteredIsWhatWasCalled(Engine engine) throws Exception {
    assumeTrue(AgentJvm.javaIsAtLeast(engine.java()), "needs JDK " + engine.java());
    String id = engine.name() + "-" + engine.version().replaceAll("[^\\w.-]", "");
    List<Path> jars = EngineLibrary.jars(id, engine.jars());
    String classPath =
        EngineLibrary.joined(
            Stream.concat(
                Stream.of(EngineLibrary.compile(folder, engine.app(), jars)), jars.stream()));
    FakeMachine machine = FakeMachine.oneH100(folder);
    Path receipts = folder.resolve("receipts.jsonl");
    Path model = folder.resolve("tiny-q4.gguf");
    TinyGguf.write(model);
    Path chat = Files.createDirectory(folder.resolve("tiny-chat"));
    TinySafetensors.write(chat);
    OnnxWorkload.model(folder);
    try (AgentJvm jvm =
        AgentJvm.command(engine.app(), folder.toString(), model.toString(), chat.toString())
            .environment("CLASSPATH", classPath)
            .flag(engine.flags().toArray(new String[0]))
            .flag("-DDJL_CACHE_DIR=" + folder)
            .flag("-Djava.io.tmpdir=" + folder) // two JVMs would unpack one native library
            .agent(
                "metrics.address=127.0.0.1:0,power.source=nvml,nvml.library="
                    + machine.library()
                    + ",receipts.file="
                    + receipts)
            .start()) {
      String made = jvm.awaitOut("made ");
      assertThat(jvm.awaitExit()).as(jvm::output).isZero();
      List<JsonNode> entries = ReceiptLines.read(receipts);
      assertThat(metered(entries)).as(jvm::output).isEqualTo(made);
      assertThat(jvm.err()).noneMatch(line -> line.contains("cannot hook"));
      row(engine, made, entries);
    }
  }

  private static String metered(List<JsonNode> entries) {
    return "calls=%d items=%d in=%d out=%d"
        .formatted(
            sum(entries, "calls", 1),
            sum(entries, "items", 0),
            sum(entries, "inputTokens", 0),
            sum(entries, "outputTokens", 0));
  }

  private static long sum(List<JsonNode> entries, String field, long each) {
    return entries.stream().mapToLong(entry -> entry.path(field).asLong(each)).sum();
  }

  private static void row(Engine engine, String made, List<JsonNode> entries) throws Exception {
    TreeSet<String> models = new TreeSet<>();
    entries.forEach(entry -> models.add("`" + entry.path("model").asText() + "`"));
    String row =
        "| %s %s | %s | %s |"
            .formatted(
                engine.name(),
                engine.version(),
                made.replaceAll(" ?[a-z]+=", " | ").substring(3),
                String.join(", ", models));
    assertThat(Files.readString(Path.of("../docs/engines.md"))).contains(row);
  }
}
