package io.joulebook.agent.whole.app;

import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.ChunkedBytesSupplier;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.joulebook.nvml.fake.FakeGpu;
import io.joulebook.nvml.fake.FakeMachine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A language model on DJL's Python engine with rolling batch, and a fake GPU to whose power each
 * sequence in flight adds the same. Arguments: state file of the fake machine or {@code -}, folder
 * of the model. For each line "threads calls" that it reads, so many threads make so many calls
 * each.
 */
public final class LlmWorkload {
  /** What a sequence in flight draws. */
  public static final long MILLIWATTS_PER_SEQUENCE = 40_000;

  private LlmWorkload() {}

  public static void main(String[] args) throws Exception {
    FakeGpu gpu = args[0].equals("-") ? null : FakeMachine.attach(Path.of(args[0])).gpu(0);
    Criteria<Input, Output> criteria =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(Path.of(args[1]))
            .optModelName("tiny-llm")
            .optEngine("Python")
            .optOption("entryPoint", "model.py")
            .optOption("rolling_batch", "auto")
            .optOption("max_rolling_batch_size", "8")
            .build();
    try (ZooModel<Input, Output> model = criteria.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      System.out.println("ready");
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        int space = line.indexOf(' ');
        int threads = Integer.parseInt(line.substring(0, space));
        run(predictor, gpu, threads, Integer.parseInt(line.substring(space + 1)));
        System.out.println("done " + line);
      }
    }
    System.exit(0); // Netty's threads are no daemons
  }

  private static void run(
      Predictor<Input, Output> predictor, FakeGpu gpu, int threads, int callsEach)
      throws InterruptedException {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread = new Thread(() -> generate(predictor, gpu, callsEach));
      thread.start();
      all.add(thread);
      Thread.sleep(130); // so that sequences join and leave the batch at different steps
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private static void generate(Predictor<Input, Output> predictor, FakeGpu gpu, int calls) {
    for (int i = 0; i < calls; i++) {
      try {
        generate(predictor, gpu);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void generate(Predictor<Input, Output> predictor, FakeGpu gpu) throws Exception {
    Input input = new Input();
    input.add("inputs", "Once upon a time");
    draw(gpu, MILLIWATTS_PER_SEQUENCE);
    try {
      Output output = predictor.predict(input);
      ChunkedBytesSupplier chunks = (ChunkedBytesSupplier) output.getData();
      while (chunks.hasNext()) {
        chunks.nextChunk(10, TimeUnit.SECONDS);
      }
    } finally {
      draw(gpu, -MILLIWATTS_PER_SEQUENCE);
    }
  }

  private static void draw(FakeGpu gpu, long milliwatts) {
    if (gpu != null) {
      gpu.addPower(milliwatts);
    }
  }
}
