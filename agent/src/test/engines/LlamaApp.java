import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import java.lang.reflect.Method;

/** Completes a text at once, piece by piece, and breaks off. */
public final class LlamaApp {
  public static void main(String[] args) throws Exception {
    int pieces = 0;
    ModelParameters parameters = new ModelParameters();
    path(parameters, args[1]);
    // Never closed: the library frees its queue while its own thread waits in it, and the JVM dies.
    LlamaModel model = new LlamaModel(parameters);
    for (int i = 0; i < 3; i++) {
      model.complete(ask(8));
    }
    for (int i = 0; i < 2; i++) {
      for (LlamaOutput piece : model.generate(ask(8))) {
        pieces += piece.text == null ? 0 : 1;
      }
    }
    LlamaIterator cancelled = model.generate(ask(64)).iterator();
    cancelled.next();
    cancelled.cancel();
    pieces++;
    model.generate(ask(8)); // nobody iterates: nothing is computed
    embed(args[1]);
    System.out.println("made calls=8 items=8 in=0 out=" + pieces);
    System.out.flush();
    Thread.sleep(2_500);
    System.exit(0); // the library leaves a thread behind
  }

  private static InferenceParameters ask(int tokens) {
    return new InferenceParameters("once upon")
        .setNPredict(tokens)
        .setIgnoreEos(true)
        .setTemperature(0);
  }

  // A native method, twice; the model must have been loaded for it.
  private static void embed(String path) throws Exception {
    ModelParameters parameters = new ModelParameters();
    path(parameters, path);
    for (Method method : ModelParameters.class.getMethods()) {
      if (method.getName().equals("enableEmbedding")) {
        method.invoke(parameters);
      } else if (method.getName().equals("setEmbedding")) {
        method.invoke(parameters, true);
      }
    }
    LlamaModel model = new LlamaModel(parameters);
    for (int i = 0; i < 2; i++) {
      if (model.embed("once upon").length == 0) {
        throw new IllegalStateException("no embedding");
      }
    }
  }

  // Its name differs by version.
  private static void path(ModelParameters parameters, String path) throws Exception {
    for (Method method : ModelParameters.class.getMethods()) {
      if (method.getName().equals("setModel") || method.getName().equals("setModelFilePath")) {
        method.invoke(parameters, path);
        return;
      }
    }
    throw new NoSuchMethodException("a setter of the path");
  }
}
