package io.joulebook.benchmarks.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import io.joulebook.nvml.fake.NeedsCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How CUDA is called, by a library that checks it; no kernel runs. */
@NeedsCompiler
class CudaLoadTest {
  private static final String SOURCE = "fake_cuda.c";

  private static Path compiled(Path folder) throws IOException, InterruptedException {
    Path library = folder.resolve(CudaLoad.LIBRARY);
    Path source = folder.resolve(SOURCE);
    try (InputStream c = CudaLoadTest.class.getResourceAsStream(SOURCE)) {
      Files.write(source, Objects.requireNonNull(c).readAllBytes());
    }
    Process compiler =
        new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
            .inheritIO()
            .start();
    assertThat(compiler.waitFor()).isZero();
    return library;
  }

  @Test
  void aKernelIsLaunchedForItsTimeAndTheContextIsLetGo(@TempDir Path folder) throws Exception {
    String library = compiled(folder).toString();
    NativeLibrary fake = NativeLibrary.getInstance(library);
    CudaLoad load = CudaLoad.find(library);
    assertThat(load.uuid()).isEqualTo("GPU-00112233-4455-6677-8899-aabbccddeeff");

    load.open();
    assertThat(fake.getFunction("fakeContexts").invokeInt(new Object[0])).isEqualTo(1);
    load.begin(1_500_000_000L);
    load.await();
    assertThat(fake.getFunction("fakeLaunchedNanos").invokeLong(new Object[0]))
        .isEqualTo(1_500_000_000L);
    assertThat(fake.getFunction("fakeLaunchedThreads").invokeInt(new Object[0]))
        .isEqualTo(4 * 4 * 256);
    load.close();
    load.close();
    assertThat(fake.getFunction("fakeContexts").invokeInt(new Object[0])).isZero();
  }

  @Test
  void aMachineWithoutCudaSaysSo() {
    assertThatThrownBy(() -> CudaLoad.find("libcuda-that-is-not-there.so.1"))
        .isInstanceOf(LoadFailure.class)
        .hasMessageStartingWith("no CUDA: ");
  }
}
