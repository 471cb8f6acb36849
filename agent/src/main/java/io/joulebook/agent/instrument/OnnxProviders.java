package io.joulebook.agent.instrument;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What adding an execution provider to session options says of where the session will run. */
final class OnnxProviders {
  private OnnxProviders() {}

  /** The placement after a successful call of {@code SessionOptions.add…}. */
  static Placement placement(Placement before, String method, @Nullable Object[] arguments) {
    String provider = method.substring("add".length()).toLowerCase(Locale.ROOT);
    return switch (provider) {
      case "cuda", "tensorrt" -> with(before, ordinal(arguments));
      case "executionprovider" -> Placement.UNKNOWN;
      default -> before;
    };
  }

  private static Placement with(Placement before, int ordinal) {
    Set<Integer> ordinals = new HashSet<>();
    if (before instanceof Placement.CudaDevices devices) {
      ordinals.addAll(devices.ordinals());
    }
    ordinals.add(ordinal);
    return new Placement.CudaDevices(ordinals);
  }

  // addCUDA() is device 0; addCUDA(int) says it; provider options were made with it.
  private static int ordinal(@Nullable Object[] arguments) {
    if (arguments.length == 0 || arguments[0] == null) {
      return 0;
    }
    return arguments[0] instanceof Integer ordinal ? ordinal : Reflected.deviceId(arguments[0]);
  }
}
