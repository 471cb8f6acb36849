package io.joulebook.agent.whole.app;

/** The shortest host there is. */
public final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
