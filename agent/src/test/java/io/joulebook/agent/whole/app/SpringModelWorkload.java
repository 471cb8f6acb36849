package io.joulebook.agent.whole.app;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A Spring application that loads its model from bytes. */
public final class SpringModelWorkload {
  private SpringModelWorkload() {}

  /** Its beans. */
  @Configuration
  static class Beans {
    @Bean
    OrtSession sentences() throws IOException, OrtException {
      try (InputStream in = Beans.class.getResourceAsStream("/all-minilm-l6-v2-q.onnx")) {
        return OrtEnvironment.getEnvironment().createSession(in.readAllBytes());
      }
    }
  }

  public static void main(String[] args) throws Exception {
    try (AnnotationConfigApplicationContext spring =
        new AnnotationConfigApplicationContext(Beans.class)) {
      call(spring.getBean(OrtSession.class));
      System.out.println("called");
      System.in.read();
    }
  }

  private static void call(OrtSession session) throws OrtException {
    try (OnnxTensor ids =
        OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new long[][] {{0, 1}})) {
      session.run(Map.of("input_ids", ids, "attention_mask", ids, "token_type_ids", ids)).close();
    }
  }
}
