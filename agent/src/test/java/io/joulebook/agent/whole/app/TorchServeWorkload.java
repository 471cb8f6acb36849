package io.joulebook.agent.whole.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.pytorch.serve.http.api.rest.InferenceRequestHandler;
import org.pytorch.serve.job.RestJob;
import org.pytorch.serve.util.messages.BaseModelRequest;
import org.pytorch.serve.util.messages.ModelInferenceRequest;
import org.pytorch.serve.util.messages.ModelWorkerResponse;
import org.pytorch.serve.util.messages.Predictions;
import org.pytorch.serve.util.messages.RequestInput;
import org.pytorch.serve.wlm.AsyncBatchAggregator;
import org.pytorch.serve.wlm.BatchAggregator;
import org.pytorch.serve.wlm.ContinuousBatching;
import org.pytorch.serve.wlm.Model;
import org.pytorch.serve.wlm.SequenceBatching;
import org.pytorch.serve.wlm.WorkerState;
import org.pytorch.serve.wlm.WorkerThread;

/**
 * A host with the shape of TorchServe's frontend: requests wait for the worker of their model,
 * which is a process of its own and takes 50 ms a step. Each line of input, {@code way requests
 * steps outcome}, is served by an aggregator of that way.
 */
public final class TorchServeWorkload {
  private static final String[] PATHS = {"/predictions/resnet", "/explanations/resnet"};
  private static final Map<String, String> MORE = Map.of("ts_stream_next", "true");
  private static final Map<String, String> LAST = Map.of("ts_stream_next", "false");

  private static int served;

  private TorchServeWorkload() {}

  public static void main(String[] args) throws Exception {
    try (Scanner lines = new Scanner(System.in, "UTF-8")) {
      System.out.println("ready");
      while (lines.hasNext()) {
        String way = lines.next();
        Model model = new Model("resnet", way);
        BatchAggregator aggregator = aggregator(way, model);
        WorkerThread worker = new WorkerThread(0, model, aggregator);
        serve(aggregator, model, lines.nextInt(), lines.nextInt(), lines.next());
        System.out.println("served " + way + " " + worker.getClass().getSimpleName());
      }
    }
  }

  private static BatchAggregator aggregator(String way, Model model) {
    return switch (way) {
      case "plain" -> new BatchAggregator(model);
      case "continuous" -> new ContinuousBatching(model);
      case "sequence" -> new SequenceBatching(model);
      default -> new AsyncBatchAggregator(model);
    };
  }

  private static void serve(
      BatchAggregator aggregator, Model model, int requests, int steps, String outcome)
      throws Exception {
    model.addJob(new RestJob(new RequestInput("load"), true));
    aggregator.getRequest("worker", WorkerState.WORKER_MODEL_LOADED);
    aggregator.sendResponse(new ModelWorkerResponse(200, List.of(answer("load", Map.of()))));
    InferenceRequestHandler handler = new InferenceRequestHandler();
    for (int i = 0; i < requests; i++) {
      String path = PATHS[i % PATHS.length];
      handler.handleRequest(model, "request-" + served++, "", path.split("/", -1));
    }
    BaseModelRequest batch = aggregator.getRequest("worker", WorkerState.WORKER_MODEL_LOADED);
    for (int step = 1; step <= steps; step++) {
      Thread.sleep(50);
      List<Predictions> answers = new ArrayList<>();
      Map<String, String> headers = steps == 1 ? Map.of() : step < steps ? MORE : LAST;
      for (RequestInput input : ((ModelInferenceRequest) batch).getRequestBatch()) {
        answers.add(answer(input.getRequestId(), headers));
      }
      if (outcome.equals("error")) {
        aggregator.sendError(batch, "the worker has died", 500);
      } else if (outcome.equals("refused")) {
        aggregator.sendResponse(new ModelWorkerResponse(507, answers));
      } else {
        aggregator.sendResponse(new ModelWorkerResponse(200, answers));
      }
      if (step < steps && aggregator instanceof ContinuousBatching) {
        model.addJob(new RestJob(new RequestInput("request-" + served++), false));
        batch = aggregator.getRequest("worker", WorkerState.WORKER_MODEL_LOADED);
      }
    }
  }

  private static Predictions answer(String id, Map<String, String> headers) {
    return new Predictions(id, "token".getBytes(StandardCharsets.UTF_8), headers);
  }
}
