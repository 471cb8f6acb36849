package io.joulebook.agent.instrument;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the models that a library has loaded, by the object that is called then. Objects
 * are held weakly. Thread-safe; asked on the host's threads.
 */
final class LoadedModels {
  private static final int NAMES_AT_MOST = 4_096;

  private final String engine;
  private final String type;
  private final String operation;
  private final String kind;
  private final WeakIdentityMap<ModelFacts> models = new WeakIdentityMap<>();
  private final AtomicInteger unnamed = new AtomicInteger();
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  /**
   * Of models whose calls are all of one method.
   *
   * @param engine the label
   * @param type the hooked class, for rules
   * @param operation the hooked method, for rules
   * @param kind what the names of models begin with that have none of their own
   */
  LoadedModels(String engine, String type, String operation, String kind) {
    this.engine = engine;
    this.type = type;
    this.operation = operation;
    this.kind = kind;
  }

  /**
   * A model was loaded.
   *
   * @param loaded what is called
   * @param source its path, bytes or buffer
   */
  void add(Object loaded, Object source, Placement placement, Batch batch) {
    ModelName name = ModelName.of(source, kind);
    models.put(loaded, facts(unique(name), name.path(), placement, batch));
  }

  // Another model of the same name is told apart by its fingerprint.
  private String unique(ModelName model) {
    if (fingerprints.size() >= NAMES_AT_MOST) {
      return model.name();
    }
    String first = fingerprints.putIfAbsent(model.name(), model.fingerprint());
    return first == null || first.equals(model.fingerprint())
        ? model.name()
        : model.name() + "-" + model.fingerprint();
  }

  /**
   * What is known of what is called. One whose loading was not seen has a number for a name.
   *
   * @param placement where such a one runs
   */
  ModelFacts of(@Nullable Object called, Placement placement, Batch batch) {
    if (called == null) {
      return ModelFacts.unknown(engine, kind);
    }
    ModelFacts known = models.get(called);
    if (known != null) {
      return known;
    }
    String name = kind + "-" + unnamed.incrementAndGet();
    return models.putIfAbsent(called, facts(name, "", placement, batch));
  }

  private ModelFacts facts(String name, String path, Placement placement, Batch batch) {
    return new ModelFacts(engine, name, path, type, operation, placement, false, batch);
  }
}
