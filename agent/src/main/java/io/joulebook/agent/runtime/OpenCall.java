package io.joulebook.agent.runtime;

import io.joulebook.agent.instrument.CallSize;
import io.joulebook.collector.CallKey;
import io.joulebook.collector.Tokens;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A call from its begin to its receipt, or several that are counted together: what the receipt says
 * besides energy. The ledger carries it. Belongs to the ledger's thread.
 */
final class OpenCall {
  final MeteredModel model;
  final CallKey key;
  final Optional<String> traceId;
  final Optional<String> route;

  /** Whether it is known which devices it runs on; if not, it is shared over all. */
  final boolean placed;

  /** Whether only engine frames inside it use the device. */
  final boolean waitsForEngine;

  /** Whether it uses the device now. */
  boolean running;

  private CallSize size;
  private Optional<String> requestId = Optional.empty();
  private OptionalLong cachedTokens = OptionalLong.empty();
  private OptionalLong outputTokens = OptionalLong.empty();
  private boolean isOutputAtLeast;
  private OptionalLong firstPieceAt = OptionalLong.empty();
  private @Nullable Together together;

  /**
   * How many calls it stands for, where they are counted together.
   *
   * @param calls how many have ended
   * @param failed how many of these failed
   * @param nanos their time in flight
   */
  record Together(long calls, long failed, long nanos) {}

  /** A call of a model that begins now. */
  OpenCall(MeteredModel model, CallSize size, Optional<String> traceId, Optional<String> route) {
    this.model = model;
    this.size = size;
    this.traceId = traceId;
    this.route = route;
    key = model.key();
    placed = model.isPlaced();
    waitsForEngine = model.hasEngine();
  }

  /** How much it worked on. */
  CallSize size() {
    return size;
  }

  /** Its size is known better now. */
  void resize(CallSize known) {
    size = known;
  }

  /** Its answer had its first piece, as {@link System#nanoTime}. */
  void firstPieceAt(long time) {
    firstPieceAt = OptionalLong.of(time);
  }

  /** What the engine says of its tokens, -1 where it says nothing. */
  void usage(long input, long cached, long output) {
    if (input >= 0) {
      size = new CallSize(size.items(), OptionalLong.of(input));
    }
    cachedTokens = cached < 0 ? cachedTokens : OptionalLong.of(cached);
    outputTokens = output < 0 ? outputTokens : OptionalLong.of(output);
  }

  /**
   * It has made so many tokens; what the engine says is better.
   *
   * @param atLeast whether these are pieces, of which each may hold several
   */
  void made(long tokens, boolean atLeast) {
    if (outputTokens.isEmpty()) {
      outputTokens = OptionalLong.of(tokens);
      isOutputAtLeast = atLeast;
    }
  }

  /** It is for the request of that id. */
  void isFor(Optional<String> request) {
    requestId = request;
  }

  /** The id of the request that it is for, where a server told. */
  Optional<String> requestId() {
    return requestId;
  }

  /**
   * Its tokens, of which it has read as many as this says.
   *
   * @param begunAt when it began, as {@link System#nanoTime}
   */
  Tokens tokens(OptionalLong input, long begunAt) {
    return new Tokens(
        input,
        cachedTokens,
        outputTokens,
        isOutputAtLeast,
        firstPieceAt.isPresent()
            ? Optional.of(Duration.ofNanos(firstPieceAt.getAsLong() - begunAt))
            : Optional.empty());
  }

  /** An engine frame inside it has read so many tokens. */
  void addTokens(OptionalLong tokens) {
    if (tokens.isPresent()) {
      long sum = size.inputTokens().orElse(0) + tokens.getAsLong();
      size = new CallSize(size.items(), OptionalLong.of(sum));
    }
  }

  /** It stands for so many calls, of that size in all. */
  void standsFor(Together calls, CallSize ofAll) {
    together = calls;
    size = ofAll;
  }

  /** The calls that it stands for; empty if it is a single one. */
  Optional<Together> together() {
    return Optional.ofNullable(together);
  }
}
