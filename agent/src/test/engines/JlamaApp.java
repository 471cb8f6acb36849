import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.model.functions.Generator;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import java.io.File;
import java.util.UUID;

/** Generates with a model of random weights. */
public final class JlamaApp {
  public static void main(String[] args) {
    int in = 0;
    int out = 0;
    AbstractModel model = ModelSupport.loadModel(new File(args[2]), DType.F32, DType.F32);
    for (int i = 0; i < 3; i++) {
      Generator.Response response =
          model.generate(UUID.randomUUID(), PromptContext.of("once upon"), 0f, 24, (s, f) -> {});
      in += response.promptTokens;
      out += response.generatedTokens;
    }
    System.out.println("made calls=3 items=3 in=" + in + " out=" + out);
    System.exit(0);
  }
}
