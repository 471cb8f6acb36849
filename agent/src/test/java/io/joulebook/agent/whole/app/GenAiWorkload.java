package io.joulebook.agent.whole.app;

import ai.onnxruntime.genai.Generator;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

/** Generates so many tokens per line that it reads. */
public final class GenAiWorkload {
  private GenAiWorkload() {}

  public static void main(String[] arguments) throws InterruptedException {
    Generator generator = new Generator();
    System.out.println("ready");
    Scanner in = new Scanner(System.in, StandardCharsets.UTF_8);
    while (in.hasNextInt()) {
      for (int tokens = in.nextInt(); tokens > 0; tokens--) {
        generator.generateNextToken();
      }
      System.out.println("done");
    }
  }
}
