package io.joulebook.agent.whole.app;

/** Makes an object of the class that it is told, and waits for the end of its input. */
public final class LoadingWorkload {
  private LoadingWorkload() {}

  public static void main(String[] arguments) throws Exception {
    Object made = Class.forName(arguments[0]).getConstructor().newInstance();
    System.out.println("made " + made.getClass().getName());
    while (System.in.read() >= 0) {
      System.out.println("waiting");
    }
  }
}
