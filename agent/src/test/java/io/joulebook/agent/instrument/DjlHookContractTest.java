package io.joulebook.agent.instrument;

import java.util.Set;

class DjlHookContractTest extends CallHookContract {
  @Override
  public CallHook hook() {
    return new DjlHook(true, new QueuedRequests());
  }

  @Override
  Set<String> advice() {
    return Set.of(
        "Predictor.<init>: note",
        "Predictor.streamingPredict: note",
        "StreamingTranslator$StreamOutput.computeAsyncOutput: enter",
        "StreamingTranslator$StreamOutput.computeAsyncOutput: exit",
        "StreamingTranslator$StreamOutput.getIterativeOutput: enter",
        "StreamingTranslator$StreamOutput.getIterativeOutput: exit",
        "AbstractBaseBlock.forward: enter",
        "AbstractBaseBlock.forward: exit",
        "BaseModel.getBlock: note",
        "ChunkedBytesSupplier.appendContent: piece",
        "PublisherBytesSupplier.appendContent: piece",
        "Predictor.predict: enter",
        "Predictor.predict: exit",
        "Predictor.batchPredict: enterBatch",
        "Predictor.batchPredict: exit");
  }
}
