package io.joulebook.agent.whole.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** A host whose metered class lives in an OSGi bundle that sees no more than it must. */
public final class OsgiWorkload {
  private OsgiWorkload() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path bundleJar = bundle(folder.resolve("ranker.jar"));
    Framework framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("felix").toString()));
    framework.start();
    Bundle bundle = framework.getBundleContext().installBundle(bundleJar.toUri().toString());
    Class<?> ranker = bundle.loadClass(Ranker.class.getName());
    System.out.println("loader " + ranker.getClassLoader().getClass().getName());
    Object object = ranker.getConstructor().newInstance();
    for (int i = 0; i < 25; i++) {
      ranker.getMethod("score", long.class).invoke(object, 2L);
    }
    System.out.println("made 25");
    while (System.in.read() != -1) {
      // stay up until told to end
    }
    framework.stop();
  }

  private static Path bundle(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    main.putValue(Constants.BUNDLE_SYMBOLICNAME, "ranker");
    String entry = Ranker.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream target = new JarOutputStream(out, manifest);
        InputStream in = OsgiWorkload.class.getClassLoader().getResourceAsStream(entry)) {
      target.putNextEntry(new JarEntry(entry));
      in.transferTo(target);
    }
    return jar;
  }
}
