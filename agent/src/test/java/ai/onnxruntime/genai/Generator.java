package ai.onnxruntime.genai;

/**
 * In the place of ONNX Runtime GenAI, of which no package can be had: the method that makes a token
 * stands in its public API documentation.
 */
public final class Generator {
  /** One token; takes a millisecond. */
  public void generateNextToken() throws InterruptedException {
    Thread.sleep(1);
  }
}
