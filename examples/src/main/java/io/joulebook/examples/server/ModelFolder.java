package io.joulebook.examples.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The model's files in a temporary folder: DJL loads from files, they come in a jar. */
record ModelFolder(Path path) implements AutoCloseable {
  private static final String MODEL = "model.onnx";
  private static final String TOKENIZER = "tokenizer.json";

  static ModelFolder unpack() throws IOException {
    Path path = Files.createTempDirectory("minilm");
    unpack("/all-minilm-l6-v2-q.onnx", path.resolve(MODEL));
    unpack("/all-minilm-l6-v2-q-tokenizer.json", path.resolve(TOKENIZER));
    return new ModelFolder(path);
  }

  private static void unpack(String resource, Path file) throws IOException {
    try (InputStream in = ModelFolder.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is not on the class path");
      }
      Files.copy(in, file);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path.resolve(MODEL));
      Files.deleteIfExists(path.resolve(TOKENIZER));
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LoggerFactory.getLogger(ModelFolder.class).warn("Cannot delete {}", path, e);
    }
  }
}
