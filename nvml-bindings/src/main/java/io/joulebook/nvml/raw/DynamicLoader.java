package io.joulebook.nvml.raw;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic loader of the operating system, asked directly.
 *
 * <p>JNA's own search would also try the working directory and class-path resources, where anyone
 * could plant a library (tested with JNA 5.19.1). So {@code dlopen} resolves the name, and JNA is
 * given the absolute path of what was loaded. Nothing is ever closed: a thread that hangs in the
 * driver must not find its code unmapped.
 */
final class DynamicLoader {
  private static final int RTLD_LAZY = 1;
  private static final int RTLD_DI_LINKMAP = 2;
  private static final int LINK_MAP_L_NAME = 8;
  private static final Map<String, ?> OPTIONS =
      Map.of(Library.OPTION_CLASSLOADER, new NoResources(), Library.OPTION_OPEN_FLAGS, RTLD_LAZY);

  private DynamicLoader() {}

  /** Loads the library by plain name or absolute path; symbols stay local to it. */
  static NativeLibrary load(String name) throws LoadFailure {
    LibraryFile.check(name);
    Pointer handle = dlopen(name);
    return NativeLibrary.getInstance(pathOf(handle, name).toString(), OPTIONS);
  }

  /**
   * The loader's words live only until this thread enters the loader again, and the JVM does that
   * whenever it links a native method. So each step that comes after {@code dlopen} is taken once
   * before it.
   */
  private static Pointer dlopen(String name) throws LoadFailure {
    Function dlopen = function("dlopen");
    Function dlerror = function("dlerror");
    Memory cName = cString(name);
    link(cName, dlerror);
    Pointer handle = dlopen.invokePointer(new Object[] {cName, RTLD_LAZY});
    if (handle == null) {
      String reason = words(dlerror.invokePointer(new Object[0]));
      throw new LoadFailure(NvmlHeader.NVML_ERROR_LIBRARY_NOT_FOUND, reason);
    }
    return handle;
  }

  private static void link(Pointer text, Function dlerror) {
    String ignored = words(text) + words(dlerror.invokePointer(new Object[0]));
  }

  private static Path pathOf(Pointer handle, String name) {
    Memory linkMap = new Memory(Long.BYTES);
    int failed = function("dlinfo").invokeInt(new Object[] {handle, RTLD_DI_LINKMAP, linkMap});
    String loaded = failed == 0 ? words(linkMap.getPointer(0).getPointer(LINK_MAP_L_NAME)) : name;
    return Path.of(loaded).toAbsolutePath().normalize();
  }

  /** These live in libc since glibc 2.34 and in musl, in libdl before. */
  private static Function function(String name) {
    try {
      return NativeLibrary.getProcess().getFunction(name);
    } catch (UnsatisfiedLinkError olderLibc) {
      return NativeLibrary.getInstance("libdl.so.2", OPTIONS).getFunction(name);
    }
  }

  private static Memory cString(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1L);
    memory.clear();
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  private static String words(@Nullable Pointer text) {
    return text == null ? "no reason given" : text.getString(0, StandardCharsets.UTF_8.name());
  }

  /** A class loader in which no library can be planted. */
  private static final class NoResources extends ClassLoader {
    NoResources() {
      super(null);
    }

    @Override
    public @Nullable URL getResource(String name) {
      return null;
    }
  }
}
