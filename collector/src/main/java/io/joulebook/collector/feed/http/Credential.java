package io.joulebook.collector.feed.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a secret comes from. It is asked at each use, so that a key changed in a file is taken. */
public interface Credential {
  /** The secret as it is now; none if its file cannot be read. */
  Optional<Secret> now();

  /** A secret that stays as it is. */
  static Credential of(Secret secret) {
    return () -> Optional.of(secret);
  }

  /** The secret that stands in a file. */
  static Credential in(Path file) {
    return () -> {
      try {
        return Optional.of(Secret.read(file));
      } catch (IOException e) {
        return Optional.empty();
      }
    };
  }
}
