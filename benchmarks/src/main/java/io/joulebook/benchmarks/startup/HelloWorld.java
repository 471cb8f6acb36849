package io.joulebook.benchmarks.startup;

/** The smallest application. */
final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
