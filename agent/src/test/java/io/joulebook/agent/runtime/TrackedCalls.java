package io.joulebook.agent.runtime;

import io.joulebook.agent.config.ModelRule;
import io.joulebook.agent.instrument.CustomHook;
import io.joulebook.agent.instrument.Hooks;
import io.joulebook.agent.ledger.Ledger;
import io.joulebook.agent.ledger.SettledCall;
import io.joulebook.agent.power.Sampler;
import io.joulebook.agent.power.SilentH100;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * A host with one GPU whose calls go through the bridge, the tracker and the ledger: a method of
 * its own that is metered, DJL and ONNX Runtime.
 */
final class TrackedCalls implements AutoCloseable {
  static final String GPU = "GPU-a";
  private static final String RANKER = "io.joulebook.agent.whole.app.Ranker";

  final List<SettledCall<OpenCall>> settled = new ArrayList<>();
  final Ledger<OpenCall> ledger = new Ledger<>((id, interval) -> {}, this::settle);
  final CallTracker tracker;
  private final Deque<Long> open = new ConcurrentLinkedDeque<>();
  final int ranker;
  final int djl;
  final int onnxRuntime;

  TrackedCalls(ModelRule... rules) throws IOException {
    JoulebookBridge.renew(0);
    Hooks hooks = new Hooks(Set.of(), CustomHook.parse(RANKER + "#score=ranker"), line -> {});
    ranker = weave(hooks, RANKER, 0);
    djl = weave(hooks, "ai.djl.inference.Predictor", 1);
    onnxRuntime = weave(hooks, "ai.onnxruntime.OrtSession", 2) | JoulebookBridge.LEAF;
    hooks.listen();
    ModelPlacement devices = new ModelPlacement();
    devices.update(new Sampler.Metered(1, List.of(new SilentH100(GPU)), true, Set.of(), true));
    long now = System.nanoTime();
    ledger.openAt(GPU, now, 0);
    tracker = new CallTracker(hooks, List.of(rules), devices, ledger, Optional.empty(), now);
    JoulebookBridge.enable(true);
  }

  // Hooks are numbered in the order in which they are woven.
  private static int weave(Hooks hooks, String type, int site) throws IOException {
    ClassLoader loader = TrackedCalls.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(type.replace('.', '/') + ".class")) {
      if (in == null || hooks.weave(loader, type, null, in.readAllBytes()) == null) {
        throw new IOException(type + " cannot be woven");
      }
    }
    return site;
  }

  private void settle(SettledCall<OpenCall> call) {
    tracker.settled(call.attachment(), call.to());
    settled.add(call);
  }

  long begin(int site, long size) {
    return begin(site, null, null, size);
  }

  long begin(int site, @Nullable Object session, @Nullable Object inputs, long size) {
    long token = JoulebookBridge.enter(site, session, null, inputs, size);
    open.push(token);
    return token;
  }

  void end(long token) {
    end(token, false);
  }

  void end(long token, boolean failed) {
    end(token, failed, null);
  }

  void end(long token, boolean failed, @Nullable Object result) {
    open.remove(token);
    JoulebookBridge.exit(token, failed, result);
  }

  void call(int site) {
    end(begin(site, 1));
  }

  /** The number that the bridge gives to the next call of this thread; forgets what was noted. */
  long nextCall() {
    call(ranker);
    long last = 0;
    for (JoulebookBridge lane : JoulebookBridge.lanes()) {
      while (lane.next()) {
        last = Math.max(last, lane.call());
      }
    }
    return last + 1;
  }

  /** Takes what was noted. */
  void drain() {
    tracker.drain(System.nanoTime());
  }

  /** No reading of the GPU will come: what has ended is settled. */
  void settleAll() {
    ledger.outageUntil(GPU, System.nanoTime());
  }

  OpenCall only() {
    if (settled.size() != 1) {
      throw new AssertionError("settled: " + settled);
    }
    return settled.get(0).attachment();
  }

  /** How many of the settled calls were counted together. */
  long together() {
    return settled.stream()
        .flatMap(call -> call.attachment().together().stream())
        .mapToLong(OpenCall.Together::calls)
        .sum();
  }

  /** How many of the settled calls have a receipt of their own. */
  long single() {
    return settled.stream().filter(call -> call.attachment().together().isEmpty()).count();
  }

  @Override
  public void close() {
    List.copyOf(open).forEach(this::end); // or else the next test's calls are inside them
    JoulebookBridge.renew(0);
  }
}
