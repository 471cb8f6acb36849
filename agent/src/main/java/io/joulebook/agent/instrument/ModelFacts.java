package io.joulebook.agent.instrument;

import io.joulebook.collector.BoundedText;

/**
 * What a hook found out about a model.
 *
 * @param engine the inference library, e.g. {@code onnxruntime}
 * @param name the model's name as the library or its path tells it
 * @param path its path or whatever else identifies it, for rules; empty if there is none
 * @param type the hooked class, for rules
 * @param operation the library's operation, e.g. {@code run}
 * @param placement where it runs
 * @param hasEngine whether its calls contain engine frames that are hooked themselves, so that only
 *     those use the device
 * @param batch where its calls say how many rows they work on
 */
public record ModelFacts(
    String engine,
    String name,
    String path,
    String type,
    String operation,
    Placement placement,
    boolean hasEngine,
    Batch batch) {
  private static final int LONGEST_PATH = 4_096;

  /** The same in so much memory as can be kept of many. */
  ModelFacts bounded() {
    return new ModelFacts(
        engine,
        BoundedText.onReceipt(name),
        path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH),
        type,
        operation,
        placement,
        hasEngine,
        batch);
  }

  /** The same of a model that is called otherwise. */
  ModelFacts called(String itsName, String itsPath) {
    return new ModelFacts(engine, itsName, itsPath, type, operation, placement, hasEngine, batch);
  }

  /** The same of a model whose calls say so how many rows they work on. */
  ModelFacts batched(Batch where) {
    return new ModelFacts(engine, name, path, type, operation, placement, hasEngine, where);
  }

  /** The same of a model that runs there. */
  ModelFacts placed(Placement there) {
    return new ModelFacts(engine, name, path, type, operation, there, hasEngine, batch);
  }

  /** Of a model of which only its engine and something like a name are known. */
  static ModelFacts unknown(String engine, String name) {
    return new ModelFacts(engine, name, "", "", "call", Placement.UNKNOWN, false, Batch.UNKNOWN);
  }
}
