package io.joulebook.collector.receiptlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A JVM that writes lines to a file of receipts and rotates it all the time, and then compresses
 * what came of that; with each it begins when it is told to on its standard input.
 */
final class RotatingJvm {
  static final Rotation ROTATION = new Rotation(120, Duration.ofHours(24), 100_000);

  private static final Duration UNTIL_AT_REST = Duration.ofMinutes(1);

  private final String name;
  private final LineQueue queue;
  private final ReceiptWriter writer;
  private InstantSource clock = Clock.systemUTC();

  RotatingJvm(Path file, String name) {
    this.name = name;
    queue = new LineQueue(() -> clock.instant());
    writer =
        new ReceiptWriter(
            file,
            queue,
            new RotatedFile(
                file,
                ROTATION,
                () -> ascii("head " + name + "\n"),
                () -> clock.instant(),
                RotatedFile.DISK),
            System.out::println,
            System::nanoTime);
  }

  /** Arguments: the file, a name, how many lines. */
  public static void main(String[] arguments) throws Exception {
    RotatingJvm jvm = new RotatingJvm(Path.of(arguments[0]), arguments[1]);
    awaitWord("ready");
    jvm.write(Integer.parseInt(arguments[2]));
    awaitWord("written");
    jvm.compress();
  }

  private static void awaitWord(String state) throws IOException {
    System.out.println(state);
    int ignored = System.in.read();
  }

  private void write(int lines) {
    for (int i = 0; i < lines; i++) {
      queue.offer(new LineQueue.Line("line " + name + " " + i + "\n", LineQueue.Kind.RECEIPT));
      writer.turn();
    }
  }

  void compress() {
    clock = () -> Clock.systemUTC().instant().plus(UNTIL_AT_REST);
    queue.offer(new LineQueue.Line("line " + name + " last\n", LineQueue.Kind.RECEIPT));
    boolean more;
    do {
      more = writer.turn();
    } while (more);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
