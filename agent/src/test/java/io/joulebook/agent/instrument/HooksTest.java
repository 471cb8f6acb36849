package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HooksTest {
  private static final String SERVER = "org.eclipse.jetty.server.Server";

  private final List<String> complaints = new ArrayList<>();
  private final Hooks hooks = new Hooks(Set.of("servlet"), List.of(), complaints::add);

  private byte @Nullable [] weave() throws Exception {
    return hooks.weave(getClass().getClassLoader(), SERVER, null, bytes(SERVER));
  }

  private static byte[] bytes(String type) throws Exception {
    ClassLoader loader = HooksTest.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(type.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    }
  }

  @Test
  void aServersClassThatLoadedBesideTheFirstLookIsFoundByTheSecond() throws Exception {
    Set<String> wanted = hooks.weaveRequests();

    assertThat(wanted).contains(SERVER).doesNotContain("javax.servlet.http.HttpServlet");
    assertThat(hooks.notMet()).isEqualTo(wanted);
    assertThat(weave()).isNotNull();
    assertThat(hooks.notMet()).isNotEmpty().doesNotContain(SERVER);
  }

  @Test
  void aMethodThatTheLibraryHasUnderAnotherNameIsMissed() throws Exception {
    assertThat(weaveSession("run", "execute")).isNotNull();

    assertThat(hooks.installed()).containsEntry("onnxruntime", false);
    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("cannot hook run of ai.onnxruntime.OrtSession, its calls are not metered: ")
        .contains("the hook onnxruntime", "hooks.custom=");
  }

  @Test
  void aMethodThatHasNoCodeIsMissedToo() throws Exception {
    assertThat(weaveSession("run", "run")).isNotNull();
    assertThat(hooks.installed()).containsEntry("onnxruntime", true);
    assertThat(complaints).isEmpty();

    weave(NativeRunner.class, "org.tensorflow.Session$Runner");
    assertThat(hooks.installed()).containsEntry("tensorflow", false);
    assertThat(complaints).singleElement().asString().contains("runHelper of org.tensorflow");
  }

  @Test
  void ofSeveralMethodsTheOneThatIsMissedIsNamedAndTheOthersAreMetered() throws Exception {
    weave(HalfAPredictor.class, "ai.djl.inference.Predictor");

    assertThat(hooks.installed()).containsEntry("djl", true);
    assertThat(complaints).singleElement().asString().startsWith("cannot hook batchPredict of ai");
  }

  /** As a version may be whose method has become native. */
  static class NativeRunner {
    final Object outputs = List.of();

    native Object runHelper(boolean wantMetadata);
  }

  /** As a version may be whose batches have another method. */
  static class HalfAPredictor {
    Object predict(Object input) {
      return input;
    }
  }

  private byte @Nullable [] weaveSession(String method, String renamed) throws Exception {
    String session = OnnxRuntimeHook.SESSION;
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes(session)).accept(new Renaming(writer, method, renamed), 0);
    return hooks.weave(getClass().getClassLoader(), session, null, writer.toByteArray());
  }

  private void weave(Class<?> type, String name) throws Exception {
    ClassWriter writer = new ClassWriter(0);
    ClassRemapper renaming =
        new ClassRemapper(
            writer,
            new SimpleRemapper(
                Opcodes.ASM9, type.getName().replace('.', '/'), name.replace('.', '/')));
    new ClassReader(bytes(type.getName())).accept(renaming, 0);
    assertThat(hooks.weave(getClass().getClassLoader(), name, null, writer.toByteArray()))
        .isNotNull();
  }

  private static final class Renaming extends ClassVisitor {
    private final String method;
    private final String renamed;

    Renaming(ClassVisitor next, String method, String renamed) {
      super(Opcodes.ASM9, next);
      this.method = method;
      this.renamed = renamed;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      String its = name.equals(method) ? renamed : name;
      return super.visitMethod(access, its, descriptor, signature, exceptions);
    }
  }

  @Test
  void noServerIsTouchedWhereNothingIsMetered() throws Exception {
    assertThat(weave()).isNull();
  }
}
