package io.joulebook.agent.whole.app;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;

/** What MiniLM reads: one row of so many equal tokens. */
final class EqualTokens {
  private EqualTokens() {}

  static NDList of(NDManager manager, int tokens) {
    long[][] ids = new long[1][tokens];
    long[][] mask = new long[1][tokens];
    Arrays.fill(ids[0], 101);
    Arrays.fill(mask[0], 1);
    NDList list =
        new NDList(manager.create(ids), manager.create(mask), manager.create(new long[1][tokens]));
    list.get(0).setName("input_ids");
    list.get(1).setName("attention_mask");
    list.get(2).setName("token_type_ids");
    return list;
  }
}
