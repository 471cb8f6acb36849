import io.joulebook.agent.instrument.BuiltInHooks;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Packs the agent's jar; run by the build. The root tier stays as classes, the bridge and the core
 * become class data that no application class loader takes for classes. JNA's configuration
 * properties are renamed, so that a host which sets {@code jna.*} for its own JNA does not reach
 * ours; its logger gives way to a silent one, so that it never touches the host's logging; its
 * cleaner thread gives way to one that needs no thread; and of its native libraries only those for
 * Linux on x86-64 and aarch64 go in. Classes that nothing reachable names are left out, and the
 * libraries' debug information.
 *
 * <p>Usage: {@code AgentJar OUT VERSION TIMESTAMP BRIDGE ENTRY JNA NOTICES LICENCE LIBRARIES}, the
 * last a class path.
 */
final class AgentJar {
  private static final Set<String> NATIVES = Set.of("linux-x86-64", "linux-aarch64");
  private static final List<String> JNA_PROPERTY = List.of("jna.", "jnidispatch.");
  private static final List<String> ROOTS = List.of("core/io/joulebook/", "core/com/sun/jna/");

  private static final Pattern NEVER_USED =
      Pattern.compile(
          "META-INF/|module-info\\.class|win32/|com/sun/jna/internal/Cleaner\\$Cleaner"
              + "|net/bytebuddy/(agent/builder|build)/");

  /** JNA may be taken under either of two licences; it is taken under the Apache one. */
  private static final Pattern NOTICE =
      Pattern.compile("META-INF/(LICEN[CS]E|NOTICE|AL2\\.0|licen[cs]es/[^/]+)(\\.txt|\\.md)?");

  private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(?:[/.][\\w$]+)+");

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, String> noticePlaces = new HashMap<>();
  private final StringBuilder noticeIndex =
      new StringBuilder("The libraries in this jar, and where their licences and notices stand:\n");
  private final Path notices;

  private AgentJar(Path notices) {
    this.notices = notices;
  }

  public static void main(String[] args) throws IOException {
    AgentJar jar = new AgentJar(Path.of(args[6]));
    jar.addBridge(Path.of(args[3]));
    jar.addClasses(Path.of(args[4]));
    jar.addClasses(Path.of(args[5]));
    for (String library : args[8].split(File.pathSeparator)) {
      if (library.endsWith(".jar")) {
        jar.addLibrary(library);
      } else if (Files.isDirectory(Path.of(library))) {
        jar.addClasses(Path.of(library));
      }
    }
    jar.put("META-INF/LICENSE", Files.readAllBytes(Path.of(args[7])));
    jar.put("META-INF/licences/INDEX", jar.noticeIndex.toString().getBytes(StandardCharsets.UTF_8));
    jar.removeUnreachable();
    jar.put("boot/targets.txt", BuiltInHooks.targets().getBytes(StandardCharsets.ISO_8859_1));
    jar.write(Path.of(args[0]), args[1], Instant.parse(args[2]));
  }

  /** A module of ours: the package of the root tier stays, everything else is core. */
  private void addClasses(Path classes) throws IOException {
    for (Path file : files(classes)) {
      String name = name(classes, file);
      boolean root = name.matches("io/joulebook/agent/[^/]+\\.class");
      byte[] bytes = Files.readAllBytes(file);
      put(root ? name : coreName(name), root ? bytes : withoutVariableNames(name, bytes));
    }
  }

  private void addBridge(Path bridge) throws IOException {
    Path file = bridge.resolve("java/lang/JoulebookBridge.class");
    put("boot/JoulebookBridge.classdata", Files.readAllBytes(file));
    if (files(bridge).size() != 1) {
      throw new IOException("the bridge must be one class, found " + files(bridge));
    }
  }

  private void addLibrary(String path) throws IOException {
    try (JarFile library = new JarFile(path)) {
      for (JarEntry entry : library.stream().toList()) {
        if (!entry.isDirectory() && isWanted(entry.getName())) {
          try (InputStream in = library.getInputStream(entry)) {
            put(coreName(entry.getName()), lean(entry.getName(), in.readAllBytes()));
          }
        }
      }
      if (library.getEntry("io/joulebook/") == null) {
        addNotices(library, Path.of(path).getFileName().toString());
      }
    }
  }

  /** A library without a notice must not be packed: its licence asks for one. */
  private void addNotices(JarFile library, String name) throws IOException {
    Map<String, byte[]> texts = new TreeMap<>();
    for (JarEntry entry :
        library.stream().filter(e -> NOTICE.matcher(e.getName()).matches()).toList()) {
      try (InputStream in = library.getInputStream(entry)) {
        texts.put(entry.getName().substring("META-INF/".length()), in.readAllBytes());
      }
    }
    Path own = notices.resolve(name.replaceFirst("-[0-9][^-]*(-.*)?\\.jar$", ""));
    for (Path file : Files.isDirectory(own) ? files(own) : List.<Path>of()) {
      texts.put(name(own, file), Files.readAllBytes(file));
    }
    if (texts.isEmpty()) {
      throw new IOException(name + " has no notice; put one into " + own);
    }
    noticeIndex.append(name).append(":");
    texts.forEach((file, text) -> addNotice(name, file, text));
    noticeIndex.append("\n");
  }

  // The same text is packed once.
  private void addNotice(String name, String file, byte[] text) {
    String place =
        noticePlaces.computeIfAbsent(
            new String(text, StandardCharsets.UTF_8), t -> name + "/" + file);
    entries.putIfAbsent("META-INF/licences/" + place, text);
    noticeIndex.append(" ").append(place);
  }

  private static boolean isWanted(String name) {
    if (name.startsWith("META-INF/services/")) {
      return true;
    }
    if (name.startsWith("com/sun/jna/") && name.matches(".*\\.(so|dll|jnilib|a)")) {
      return NATIVES.contains(name.split("/")[3]);
    }
    return !NEVER_USED.matcher(name).lookingAt();
  }

  /**
   * Leaves out classes of libraries that nothing names. Every text in a reachable class's constant
   * pool counts as a name, so what is looked up by reflection stays.
   */
  private void removeUnreachable() throws IOException {
    Deque<String> found = new ArrayDeque<>(roots());
    Set<String> reachable = new HashSet<>(found);
    while (!found.isEmpty()) {
      for (String text : texts(entries.get(found.remove()))) {
        CLASS_NAME
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .forEach(
                name -> {
                  for (String entry : List.of(classEntry(name), classEntry(name.substring(1)))) {
                    if (entries.containsKey(entry) && reachable.add(entry)) {
                      found.add(entry);
                    }
                  }
                });
      }
    }
    entries.keySet().removeIf(name -> isCoreClass(name) && !reachable.contains(name));
  }

  private List<String> roots() {
    List<String> roots = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (isCoreClass(entry.getKey()) && ROOTS.stream().anyMatch(entry.getKey()::startsWith)) {
        roots.add(entry.getKey());
      } else if (entry.getKey().startsWith("core/META-INF/services/")) {
        new String(entry.getValue(), StandardCharsets.UTF_8)
            .lines()
            .map(AgentJar::classEntry)
            .filter(entries::containsKey)
            .forEach(roots::add);
      }
    }
    return roots;
  }

  private static boolean isCoreClass(String name) {
    return name.startsWith("core/") && name.endsWith(".classdata");
  }

  private static String classEntry(String className) {
    return "core/" + className.trim().replace('.', '/') + ".classdata";
  }

  // The constant pool's texts: JVM specification, 4.4.
  private static List<String> texts(byte[] type) throws IOException {
    List<String> texts = new ArrayList<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(type));
    in.skipBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts.add(in.readUTF());
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          i++;
        }
        case 7, 8, 16, 19, 20 -> in.skipBytes(2);
        case 15 -> in.skipBytes(3);
        default -> throw new IOException("constant pool tag " + tag);
      }
    }
    return texts;
  }

  /** A library's class without debug information, and JNA's with their property names moved. */
  private static byte[] lean(String name, byte[] bytes) {
    if (!name.endsWith(".class")) {
      return bytes;
    }
    if (name.startsWith("io/joulebook/")) {
      return withoutVariableNames(name, bytes);
    }
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    boolean jna = name.startsWith("com/sun/jna/");
    reader.accept(
        jna ? withOwnProperties(new ClassRemapper(writer, new SilentLogging())) : writer,
        ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }

  /** A class of ours keeps its line numbers; advice is left as it is. */
  private static byte[] withoutVariableNames(String name, byte[] bytes) {
    if (name.startsWith("io/joulebook/agent/instrument/") || !name.endsWith(".class")) {
      return bytes;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(int a, String n, String d, String s, String[] e) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(a, n, d, s, e)) {
                  @Override
                  public void visitLocalVariable(
                      String n, String d, String s, Label from, Label to, int index) {
                    // Names of local variables are for debuggers only.
                  }
                };
              }
            },
            0);
    return writer.toByteArray();
  }

  private static ClassVisitor withOwnProperties(ClassVisitor writer) {
    return new ClassVisitor(Opcodes.ASM9, writer) {
      @Override
      public MethodVisitor visitMethod(int a, String n, String d, String s, String[] e) {
        return new PropertyNames(super.visitMethod(a, n, d, s, e));
      }
    };
  }

  /** {@code java.util.logging} becomes the agent's own logger, which logs nothing. */
  private static final class SilentLogging extends Remapper {
    private static final String HOSTS = "java/util/logging/";

    @Override
    public String map(String type) {
      return type.startsWith(HOSTS)
          ? "io/joulebook/agent/power/jna/" + type.substring(HOSTS.length())
          : type;
    }
  }

  private static final class PropertyNames extends MethodVisitor {
    PropertyNames(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitLdcInsn(Object value) {
      boolean property = value instanceof String s && JNA_PROPERTY.stream().anyMatch(s::startsWith);
      super.visitLdcInsn(property ? "joulebook." + value : value);
    }
  }

  private void write(Path out, String version, Instant time) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(out))) {
      jar.setLevel(9);
      jar.putNextEntry(entry(JarFile.MANIFEST_NAME, time));
      manifest(version).write(jar);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        jar.putNextEntry(entry(content.getKey(), time));
        jar.write(content.getValue());
      }
    }
    System.out.println("packed " + out + ", " + Files.size(out) + " bytes");
  }

  private static JarEntry entry(String name, Instant time) {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    return entry;
  }

  private static Manifest manifest(String version) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "io.joulebook.agent.JoulebookAgent");
    main.put(Attributes.Name.IMPLEMENTATION_TITLE, "joulebook-agent");
    main.put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    main.putValue("Premain-Class", "io.joulebook.agent.JoulebookAgent");
    main.putValue("Agent-Class", "io.joulebook.agent.JoulebookAgent");
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue("Can-Redefine-Classes", "false");
    main.putValue("Can-Set-Native-Method-Prefix", "true");
    main.putValue("Add-Opens", "java.base/java.lang");
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  private void put(String name, byte[] bytes) {
    byte[] before = entries.putIfAbsent(name, bytes);
    if (before != null && name.startsWith("core/META-INF/services/")) {
      entries.put(name, joined(before, bytes));
    }
  }

  private static byte[] joined(byte[] a, byte[] b) {
    String both =
        new String(a, StandardCharsets.UTF_8) + "\n" + new String(b, StandardCharsets.UTF_8);
    return both.getBytes(StandardCharsets.UTF_8);
  }

  private static String coreName(String name) {
    return "core/" + (name.endsWith(".class") ? name + "data" : name);
  }

  private static String name(Path root, Path file) {
    return root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
    }
  }
}
