package io.joulebook.agent.power.jna;

/** The levels that JNA names. */
public final class Level {
  /** Something failed. */
  public static final Level SEVERE = new Level();

  /** Something may be wrong. */
  public static final Level WARNING = new Level();

  /** Something happened. */
  public static final Level INFO = new Level();

  /** A detail. */
  public static final Level FINE = new Level();

  private Level() {}
}
