package io.joulebook.agent.config;

/** Where a value came from; earlier ones win. */
public enum Origin {
  ARGUMENT("agent argument"),
  PROPERTY("system property"),
  ENVIRONMENT("environment"),
  FILE("configuration file"),
  DEFAULT("default");

  private final String text;

  Origin(String text) {
    this.text = text;
  }

  /** How it is named to people. */
  public String text() {
    return text;
  }
}
