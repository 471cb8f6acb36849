package io.joulebook.agent.power.jna;

import org.jspecify.annotations.Nullable;

/** A logger that logs nothing; it has what JNA calls. Thread-safe. */
public final class Logger {
  private static final Logger SILENT = new Logger();

  private Logger() {}

  /** The logger of any name. */
  public static Logger getLogger(String name) {
    return SILENT;
  }

  /** Logs nothing. */
  public void log(Level level, String message) {}

  /** Logs nothing. */
  public void log(Level level, String message, @Nullable Object parameter) {}

  /** Logs nothing. */
  public void log(Level level, String message, @Nullable Object @Nullable [] parameters) {}

  /** Logs nothing. */
  public void log(Level level, String message, @Nullable Throwable thrown) {}
}
