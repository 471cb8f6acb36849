package io.joulebook.agent.power;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code CUDA_VISIBLE_DEVICES} as CUDA does: a list of ordinals, or of UUIDs or unique
 * prefixes of them, which ends before its first entry that is no device. An entry that repeats a
 * device makes the whole list empty. Source: CUDA C++ Programming Guide, "CUDA Environment
 * Variables"; behaviour in repeats and number prefixes as in PyTorch's {@code torch.cuda}.
 */
final class CudaVisibleDevices {
  private static final String GPU = "GPU-";
  private static final String MIG = "MIG-";
  private static final int WHOLE = GPU.length() + 36;

  /**
   * What the list names.
   *
   * @param devices in the order of CUDA's ordinals
   * @param remark why it does not name what it seems to; empty if it does
   */
  record Chosen(List<Device> devices, String remark) {
    Chosen {
      devices = List.copyOf(devices);
    }
  }

  /** A device that the list names. */
  sealed interface Device permits Ordinal, Uuid, MigInstance {}

  /** The device of this ordinal among all that CUDA would see without the list. */
  record Ordinal(int ordinal) implements Device {}

  /** The GPU of this UUID. */
  record Uuid(String uuid) implements Device {}

  /** A MIG instance, by its name; of a GPU that older names have in them. */
  record MigInstance(String name) implements Device {
    /** The GPU's UUID, as in {@code MIG-GPU-<uuid>/<instance>/<compute instance>}, or empty. */
    String gpu() {
      boolean named = name.startsWith(MIG + GPU) && name.indexOf('/') > 0;
      return named ? name.substring(MIG.length(), name.indexOf('/')) : "";
    }
  }

  private final int count;
  private final List<String> uuids;
  private final List<Device> devices = new ArrayList<>();
  private String remark = "";

  private CudaVisibleDevices(int count, List<String> uuids) {
    this.count = count;
    this.uuids = uuids;
  }

  /**
   * The devices that a list names.
   *
   * @param list the variable's value
   * @param count how many GPUs this process could see without it
   * @param uuids those that its prefixes are looked up in
   */
  static Chosen read(String list, int count, List<String> uuids) {
    CudaVisibleDevices reader = new CudaVisibleDevices(count, uuids);
    reader.read(list);
    return new Chosen(reader.devices, reader.remark);
  }

  private void read(String list) {
    String[] entries = list.split(",", -1);
    String kind = kind(entries[0].trim());
    for (String entry : entries) {
      if (!add(entry.trim(), kind)) {
        return;
      }
    }
  }

  // The first entry decides of what kind all are.
  private static String kind(String first) {
    String start = first.toUpperCase(Locale.ROOT);
    return start.startsWith(GPU) ? GPU : start.startsWith(MIG) ? MIG : "";
  }

  private boolean add(String entry, String kind) {
    Device device =
        kind.equals(GPU) ? byUuid(entry) : kind.equals(MIG) ? mig(entry) : byOrdinal(entry);
    if (device == null) {
      if (!entry.isEmpty() && !entry.equals("-1") && remark.isEmpty()) {
        remark = "\"" + entry + "\" names no device: it and what follows are not visible to CUDA";
      }
      return false;
    }
    if (devices.contains(device)) {
      devices.clear();
      remark = "\"" + entry + "\" repeats a device: CUDA then sees none";
      return false;
    }
    devices.add(device);
    return true;
  }

  private @Nullable Device byUuid(String entry) {
    if (isWhole(entry)) {
      // NVML compares letter by letter, and has small ones.
      return new Uuid(GPU + entry.substring(GPU.length()).toLowerCase(Locale.ROOT));
    }
    if (!entry.startsWith(GPU)) {
      return null;
    }
    List<String> found = uuids.stream().filter(uuid -> matches(uuid, entry)).toList();
    if (found.size() > 1) {
      remark = "\"" + entry + "\" is the beginning of several UUIDs: CUDA stops before it";
    }
    return found.size() == 1 ? new Uuid(found.get(0)) : null;
  }

  /** Whether it is a whole UUID, which needs no list to be looked up in. */
  static boolean isWhole(String entry) {
    return entry.startsWith(GPU) && entry.length() == WHOLE;
  }

  private static boolean matches(String uuid, String prefix) {
    return prefix.length() > GPU.length()
        && uuid.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static @Nullable Device mig(String entry) {
    return entry.startsWith(MIG) && entry.length() > MIG.length() ? new MigInstance(entry) : null;
  }

  // As strtoul does: the digits that an entry starts with, and nothing is taken of what follows.
  private @Nullable Device byOrdinal(String entry) {
    int end = entry.startsWith("+") ? 1 : 0;
    int start = end;
    while (end < entry.length() && entry.charAt(end) >= '0' && entry.charAt(end) <= '9') {
      end++;
    }
    if (end == start || end - start > 9) {
      return null;
    }
    int ordinal = Integer.parseInt(entry.substring(start, end));
    return ordinal < count ? new Ordinal(ordinal) : null;
  }
}
