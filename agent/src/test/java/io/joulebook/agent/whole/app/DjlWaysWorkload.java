package io.joulebook.agent.whole.app;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.inference.streaming.StreamingBlock;
import ai.djl.inference.streaming.StreamingTranslator;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Batchifier;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.PairList;
import io.joulebook.nvml.fake.FakeMachine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * The ways to use DJL beside {@code Predictor.predict} itself. For each line that it reads, it
 * makes that many calls in one of them: {@code own 6}, {@code streaming 4}, {@code forward 3},
 * {@code training 2}, {@code batch 2}, {@code two 9}. Argument: state file of a fake machine, for
 * the last of these.
 */
public final class DjlWaysWorkload {
  /** What a call on two GPUs adds to the first. */
  public static final long MILLIWATTS_ON_THE_FIRST = 200_000;

  /** What a call on two GPUs adds to the second. */
  public static final long MILLIWATTS_ON_THE_SECOND = 90_000;

  private DjlWaysWorkload() {}

  public static void main(String[] args) throws Exception {
    FakeMachine machine = args.length == 0 ? null : FakeMachine.attach(Path.of(args[0]));
    Three block = new Three();
    try (Model model = Model.newInstance("ways", "OnnxRuntime");
        Model other = Model.newInstance("two", "Python");
        NDManager manager = model.getNDManager().newSubManager()) {
      model.setBlock(block);
      System.out.println("ready");
      Scanner in = new Scanner(System.in, StandardCharsets.UTF_8);
      while (in.hasNext()) {
        String way = in.next();
        int wanted = in.nextInt();
        for (int calls = wanted; calls > 0; calls--) {
          if (way.equals("two")) {
            new OnTwo(other, machine).predict(7);
          } else {
            call(way, model, manager);
          }
        }
        System.out.println("done " + way + " " + wanted);
      }
    }
  }

  private static void call(String way, Model model, NDManager manager) throws Exception {
    NDList input = new NDList(manager.create(new float[] {1}));
    ParameterStore parameters = new ParameterStore(manager, false);
    switch (way) {
      case "own" -> new Own(model).predict(7);
      case "streaming" -> {
        StreamingTranslator.StreamOutput<StringBuilder> output =
            model.newPredictor(new Parts()).streamingPredict(7);
        StringBuilder parts = output.getAsyncOutput();
        output.computeAsyncOutput();
        if (parts.length() != 3) {
          throw new IllegalStateException("parts: " + parts);
        }
      }
      case "forward" -> model.getBlock().forward(parameters, input, false, null);
      case "batch" -> predictBatches(model, manager);
      case "training" -> model.getBlock().forward(parameters, input, true, null);
      default -> throw new IllegalArgumentException(way);
    }
  }

  // 3 rows in two arrays; 3 and 1 in two batches; 1 of arrays that differ.
  private static void predictBatches(Model model, NDManager manager) throws Exception {
    NDList three =
        new NDList(
            manager.create(new float[12], new Shape(3, 4)),
            manager.create(new float[6], new Shape(3, 2)));
    NDList one = new NDList(manager.create(new float[4], new Shape(1, 4)));
    NDList odd =
        new NDList(
            manager.create(new float[12], new Shape(3, 4)),
            manager.create(new float[2], new Shape(2)));
    try (Predictor<NDList, NDList> batches = model.newPredictor(new NoopTranslator())) {
      batches.predict(three);
      batches.batchPredict(List.of(three, one));
      batches.predict(odd);
    }
  }

  /** A host's own predictor, which does not call DJL's. */
  private static final class Own extends Predictor<Integer, StringBuilder> {
    Own(Model model) {
      super(model, new Parts(), Device.cpu(), false);
    }

    @Override
    public StringBuilder predict(Integer input) {
      return new StringBuilder().append(input);
    }
  }

  /** Runs on two GPUs at once, which draw unlike each other while it does. */
  private static final class OnTwo extends Predictor<Integer, StringBuilder> {
    private final FakeMachine machine;

    OnTwo(Model model, FakeMachine machine) {
      super(model, new Parts(), Device.fromName("gpu2+gpu3"), false);
      this.machine = machine;
    }

    @Override
    public StringBuilder predict(Integer input) {
      machine.gpu(2).addPower(MILLIWATTS_ON_THE_FIRST);
      machine.gpu(3).addPower(MILLIWATTS_ON_THE_SECOND);
      try {
        Thread.sleep(40);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        machine.gpu(2).addPower(-MILLIWATTS_ON_THE_FIRST);
        machine.gpu(3).addPower(-MILLIWATTS_ON_THE_SECOND);
      }
      return new StringBuilder().append(input);
    }
  }

  /** Three answers for each input. */
  private static final class Three extends AbstractBlock implements StreamingBlock {
    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      return inputs;
    }

    @Override
    public Iterator<NDList> forwardStreamIter(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      return Collections.nCopies(3, inputs).iterator();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return inputs;
    }
  }

  /** Appends a letter for each answer. */
  private static final class Parts implements StreamingTranslator<Integer, StringBuilder> {
    @Override
    public NDList processInput(TranslatorContext context, Integer input) {
      return new NDList(context.getNDManager().create(new float[] {input}));
    }

    @Override
    public StringBuilder processOutput(TranslatorContext context, NDList output) {
      return new StringBuilder("x");
    }

    @Override
    public StreamOutput<StringBuilder> processStreamOutput(
        TranslatorContext context, Stream<NDList> answers) {
      return new StreamOutput<>() {
        @Override
        protected StringBuilder buildAsyncOutput() {
          return new StringBuilder();
        }

        @Override
        protected void computeAsyncOutputInternal(StringBuilder output) {
          answers.forEach(answer -> output.append("x"));
        }

        @Override
        public StringBuilder getIterativeOutputInternal() {
          return new StringBuilder("x");
        }
      };
    }

    @Override
    public Batchifier getBatchifier() {
      return null;
    }

    @Override
    public Support getSupport() {
      return Support.BOTH;
    }
  }
}
