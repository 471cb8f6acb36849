package io.joulebook.collector.feed.vendor;

import io.joulebook.collector.feed.Feed;
import io.joulebook.collector.feed.FeedFacts;
import io.joulebook.collector.feed.FetchOutcome;
import io.joulebook.collector.feed.IntensityReading;
import io.joulebook.collector.feed.IntensityUnit;
import io.joulebook.collector.feed.InvalidReadingException;
import io.joulebook.collector.feed.Rejection;
import io.joulebook.collector.feed.http.FeedClient;
import io.joulebook.collector.grid.EmissionMethod;
import io.joulebook.collector.grid.FeedName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CSV or JSON file that an operator drops. It is read again when its size or time changes. */
final class FileFeed implements Feed {
  static final FeedName NAME = new FeedName("file");

  private static final int MOST_BYTES = 1 << 20;

  private final Path path;
  private final FeedFacts facts;
  private @Nullable Stamp stamp;
  private FetchOutcome content = new FetchOutcome.NoData();

  /** What tells one version of the file from another. */
  private record Stamp(long size, FileTime modified) {}

  FileFeed(Path path, FeedFacts facts) {
    this.path = path;
    this.facts = facts;
  }

  static FeedFacts facts(EmissionMethod method) {
    return new FeedFacts(
        NAME,
        method,
        IntensityUnit.GRAMS_PER_KWH,
        Duration.ofHours(1),
        Duration.ZERO,
        Duration.ofMinutes(1),
        false,
        false,
        "that of whoever wrote the file",
        "");
  }

  @Override
  public FeedFacts facts() {
    return facts;
  }

  @Override
  public FetchOutcome fetch(Instant from, Instant to) {
    boolean changed;
    try {
      changed = look();
    } catch (IOException e) {
      stamp = null;
      return new FetchOutcome.Unreachable(Optional.empty());
    }
    // A corrected row may be of any time; one that was there before is known.
    return !changed && content instanceof FetchOutcome.Answered whole
        ? within(whole, from, to)
        : content;
  }

  // The stamp is from before the file is read: if it changes meanwhile, it is read again.
  private boolean look() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new IOException("no file");
    }
    Stamp now = new Stamp(attributes.size(), attributes.lastModifiedTime());
    if (now.equals(stamp)) {
      return false;
    }
    content = read();
    stamp = now;
    return true;
  }

  private FetchOutcome read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      return new FetchOutcome.Malformed(Rejection.TOO_LARGE);
    }
    try {
      List<IntensityReading> readings = FileRows.read(ByteBuffer.wrap(bytes));
      return new FetchOutcome.Answered(readings, FeedClient.sha256(ByteBuffer.wrap(bytes)));
    } catch (InvalidReadingException e) {
      return new FetchOutcome.Malformed(e.why());
    }
  }

  private static FetchOutcome within(FetchOutcome.Answered whole, Instant from, Instant to) {
    List<IntensityReading> asked =
        whole.readings().stream()
            .filter(reading -> reading.from().isBefore(to) && reading.to().isAfter(from))
            .toList();
    return asked.isEmpty()
        ? new FetchOutcome.NoData()
        : new FetchOutcome.Answered(asked, whole.bodySha256());
  }

  /** Registers it. */
  static final class Provider implements FeedProvider {
    private static final FeedOption PATH = FeedOption.of("file.path", "a CSV or JSON file's path");
    private static final FeedOption SIGNAL = FeedOption.of("file.signal", "average or marginal");
    private static final FeedOption BASIS = FeedOption.of("file.basis", "lifecycle or direct");

    @Override
    public FeedName name() {
      return NAME;
    }

    @Override
    public List<FeedOption> options() {
      return List.of(PATH, SIGNAL, BASIS);
    }

    @Override
    public FeedFacts facts(FeedSettings settings) {
      return FileFeed.facts(settings.method(SIGNAL, BASIS));
    }

    @Override
    public FeedPlan plan(FeedContext context) {
      FeedFacts facts = facts(context.settings());
      Path path = context.settings().path(PATH);
      return new FeedPlan(facts, Set.of(), client -> new FileFeed(path, facts));
    }
  }
}
