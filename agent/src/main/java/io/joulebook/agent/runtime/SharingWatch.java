package io.joulebook.agent.runtime;

import java.util.Set;

/** Says when a device is shared, and when it no longer is. Used by the ledger's thread only. */
final class SharingWatch {
  private Set<String> before = Set.of();

  /** Takes the devices that another agent meters too. */
  void look(Set<String> shared) {
    for (String device : shared) {
      if (!before.contains(device)) {
        say(
            device,
            "is shared: another agent on this host meters it too, so each books all of its energy"
                + " and receipts say quality shared");
      }
    }
    for (String device : before) {
      if (!shared.contains(device)) {
        say(device, "is no longer shared: no other agent on this host meters it now");
      }
    }
    before = Set.copyOf(shared);
  }

  private static void say(String device, String what) {
    Console.state("sharing of " + device, device + " " + what);
  }
}
