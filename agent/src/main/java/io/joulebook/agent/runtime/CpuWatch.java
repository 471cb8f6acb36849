package io.joulebook.agent.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Says, once, that no model runs on a GPU where there is one, and why: then calls have no joules,
 * and that is easily overlooked. Used by the ledger's thread only.
 */
final class CpuWatch {
  /** So long after the first call others may come that run on a GPU. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  private static final int MODELS_SHOWN = 3;

  private final Consumer<String> say;
  private long firstSeen;
  private boolean called;
  private boolean said;

  CpuWatch(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Looks again.
   *
   * @param models the models that were called so far
   * @param gpus the GPUs that are metered
   */
  void look(long now, Collection<MeteredModel> models, List<String> gpus) {
    if (said || models.isEmpty() || gpus.isEmpty()) {
      return;
    }
    if (!called) {
      called = true;
      firstSeen = now;
    }
    if (models.stream().anyMatch(model -> model.whyNotOnGpu().isEmpty())) {
      said = true; // at least one does: the others are meant to be where they are
    } else if (now - firstSeen >= PATIENCE_NANOS) {
      said = true;
      say.accept(
          "no call so far ran on "
              + String.join(", ", gpus)
              + ", so calls have no joules: "
              + models.stream()
                  .limit(MODELS_SHOWN)
                  .map(model -> "model " + model.key().model() + ": " + model.whyNotOnGpu().get())
                  .collect(Collectors.joining("; ")));
    }
  }
}
