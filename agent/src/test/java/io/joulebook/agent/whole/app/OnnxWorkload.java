package io.joulebook.agent.whole.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host application: real ONNX Runtime calls at some concurrency, and a fake GPU whose power
 * follows them. Arguments: state file of the fake machine or {@code -}, folder or model, threads,
 * calls per thread.
 */
public final class OnnxWorkload {
  private static final long MILLIWATTS_PER_CALL = 30_000;
  private static final int ROWS = 2;
  private static final int TOKENS = 16;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final FakeGpu gpu;
  private final AtomicInteger calls = new AtomicInteger();

  private OnnxWorkload(Path model, FakeGpu gpu) throws OrtException {
    session = environment.createSession(model.toString(), oneThread());
    this.gpu = gpu;
  }

  public static void main(String[] args) throws Exception {
    FakeGpu gpu = args[0].equals("-") ? null : FakeMachine.attach(Path.of(args[0])).gpu(0);
    Path given = Path.of(args[1]);
    boolean isModel = args[1].endsWith(".onnx");
    OnnxWorkload workload = new OnnxWorkload(isModel ? given : model(given), gpu);
    System.out.println("ready");
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (commands.readLine() != null) {
      workload.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      System.out.println("made " + workload.calls.get());
    }
  }

  /** One call, from a host that has not met ONNX Runtime before. */
  static void callOnce(Path folder) throws IOException, OrtException {
    new OnnxWorkload(model(folder), null).callOnce();
  }

  /** The real model, in that folder from now on. */
  public static Path model(Path folder) throws IOException {
    Path model = folder.resolve("all-minilm-l6-v2-q.onnx");
    if (!Files.exists(model)) {
      try (InputStream in = OnnxWorkload.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx")) {
        Files.copy(in, model);
      }
    }
    return model;
  }

  private static OrtSession.SessionOptions oneThread() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }

  private void run(int threads, int callsEach) throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> call(callsEach));
      thread.start();
      all.add(thread);
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      try {
        callOnce();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void callOnce() throws OrtException {
    long[][] ids = new long[ROWS][TOKENS];
    long[][] mask = new long[ROWS][TOKENS];
    Arrays.stream(ids).forEach(row -> Arrays.fill(row, 101));
    Arrays.stream(mask).forEach(row -> Arrays.fill(row, 1));
    try (OnnxTensor inputIds = OnnxTensor.createTensor(environment, ids);
        OnnxTensor attention = OnnxTensor.createTensor(environment, mask);
        OnnxTensor types = OnnxTensor.createTensor(environment, new long[ROWS][TOKENS])) {
      draw(MILLIWATTS_PER_CALL);
      try {
        session
            .run(
                Map.of("input_ids", inputIds, "attention_mask", attention, "token_type_ids", types))
            .close();
      } finally {
        draw(-MILLIWATTS_PER_CALL);
        calls.incrementAndGet();
      }
    }
  }

  private void draw(long milliwatts) {
    if (gpu != null) {
      gpu.addPower(milliwatts);
    }
  }
}
