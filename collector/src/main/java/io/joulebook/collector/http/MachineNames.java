package io.joulebook.collector.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine's own names, as its files have them: nothing is asked of a name server. */
final class MachineNames {
  private MachineNames() {}

  /** The host's name, and the same in each domain that it searches; in lower case. */
  static Set<String> read() {
    return read(Path.of("/"));
  }

  static Set<String> read(Path root) {
    Set<String> names = new HashSet<>();
    for (String line : lines(root.resolve("proc/sys/kernel/hostname"))) {
      String name = line.strip().toLowerCase(Locale.ROOT);
      names.add(name);
      domains(root).forEach(domain -> names.add(name + "." + domain));
    }
    return Set.copyOf(names);
  }

  private static Set<String> domains(Path root) {
    return lines(root.resolve("etc/resolv.conf")).stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(words -> words[0].equals("search") || words[0].equals("domain"))
        .flatMap(words -> Stream.of(words).skip(1))
        .map(domain -> domain.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }
}
