package io.joulebook.agent.instrument;

import java.util.Set;

/** Where a model runs, as far as its library tells. */
public sealed interface Placement {
  /** On GPUs with these CUDA ordinals of this process. */
  record CudaDevices(Set<Integer> ordinals) implements Placement {
    public CudaDevices {
      ordinals = Set.copyOf(ordinals);
    }
  }

  /**
   * On the CPU, or on an accelerator that no power source of ours meters.
   *
   * @param why how that is known, e.g. {@code its device is the CPU}
   */
  record Elsewhere(String why) implements Placement {}

  /** On GPUs that somebody has named, see {@link #isNames}. */
  record Named(String names) implements Placement {}

  /** The library does not tell. */
  record Unknown() implements Placement {}

  Placement UNKNOWN = new Unknown();

  /** What a user may name, besides the CPU. */
  String NAMES = "gpu (all visible), cpu, or UUIDs of GPUs with + between them";

  /** Whether these are names of GPUs: {@code gpu}, or UUIDs with plus signs between them. */
  static boolean isNames(String text) {
    return text.equals("gpu") || text.matches("GPU-[^+]+(\\+GPU-[^+]+)*");
  }
}
