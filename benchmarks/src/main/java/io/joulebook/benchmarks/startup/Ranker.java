package io.joulebook.benchmarks.startup;

/** A model that the agent meters. */
final class Ranker {
  static final String HOOK = Ranker.class.getName() + "#score=ranker";

  private Ranker() {}

  static int score(byte[] text) {
    int score = 0;
    for (byte letter : text) {
      score = 31 * score + letter;
    }
    return score;
  }
}
