package io.joulebook.agent;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts JNA into a named module of a layer of its own and grants native access to that module only.
 * Without it JDK 24 and newer print a warning, and with {@code --illegal-native-access=deny} JNA
 * fails; the application's own modules are left as they are (JEP 472).
 */
final class JnaModule {
  private static final String NAME = "joulebook.jna";

  private JnaModule() {}

  static void define(CoreLoader loader) throws Throwable {
    ModuleFinder finder = finder(loader.packages("com.sun.jna"));
    Configuration configuration =
        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of(NAME));
    ModuleLayer.Controller layer =
        ModuleLayer.defineModules(configuration, List.of(ModuleLayer.boot()), name -> loader);
    Module module = layer.layer().findModule(NAME).orElseThrow();
    JoulebookBridge.grantNativeAccess(layer, module);
  }

  private static ModuleFinder finder(Set<String> packages) {
    ModuleDescriptor descriptor =
        ModuleDescriptor.newAutomaticModule(NAME).packages(packages).build();
    ModuleReference reference = new InCoreLoader(descriptor);
    return new ModuleFinder() {
      @Override
      public Optional<ModuleReference> find(String name) {
        return name.equals(NAME) ? Optional.of(reference) : Optional.empty();
      }

      @Override
      public Set<ModuleReference> findAll() {
        return Set.of(reference);
      }
    };
  }

  /** A module whose classes the core's loader reads by itself. */
  private static final class InCoreLoader extends ModuleReference {
    InCoreLoader(ModuleDescriptor descriptor) {
      super(descriptor, null);
    }

    @Override
    public ModuleReader open() throws IOException {
      throw new IOException(NAME + " is read by the core's class loader only");
    }
  }
}
