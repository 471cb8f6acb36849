package io.joulebook.agent;

import java.nio.charset.Charset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints a line on a daemon thread of its own: stderr may be a pipe that nobody reads, and the
 * caller may be the host's main thread. A heap that is full delays the line, and loses it not.
 */
final class Stderr extends Thread implements Thread.UncaughtExceptionHandler {
  /** A JVM that ends soon still prints it. */
  private static final long WAIT_MILLIS = 200;

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final byte[] line;

  private Stderr(byte[] line) {
    super(null, null, "joulebook-stderr", 0, false);
    this.line = line;
    setDaemon(true);
    setContextClassLoader(null);
    setUncaughtExceptionHandler(this);
  }

  /**
   * Has it printed.
   *
   * @throws OutOfMemoryError if there is no memory or no thread for it now: nothing was printed
   */
  static void say(String line) {
    String whole = "[joulebook] " + line + System.lineSeparator();
    Stderr thread = new Stderr(whole.getBytes(Charset.defaultCharset()));
    thread.start();
    try {
      thread.join(WAIT_MILLIS);
    } catch (InterruptedException meantForTheHost) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    while (!isPrinted()) {
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  // The JDK's stream allocates nothing for bytes.
  private boolean isPrinted() {
    try {
      System.err.write(line, 0, line.length);
      System.err.flush();
      return true;
    } catch (VirtualMachineError noMemory) {
      return false;
    }
  }

  @Override
  public void uncaughtException(Thread ours, Throwable failure) {}
}
