import java.util.List;
import java.util.Set;
import org.beehive.gpullama3.model.llama.Llama;

/** Its calls fail, for TornadoVM is not there: they are calls all the same. */
public final class GpuLlama3App {
  public static void main(String[] args) throws Exception {
    Llama model = new Llama(null, null, null, null);
    for (int i = 0; i < 3; i++) {
      try {
        model.generateTokens(null, 0, List.of(1, 2, 3), Set.of(), 8, null, false, null);
      } catch (Exception | LinkageError expected) {
        continue;
      }
    }
    System.out.println("made calls=3 items=3 in=9 out=0");
  }
}
