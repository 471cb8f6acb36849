package io.joulebook.agent;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The agent's jar as it was when the JVM started, in memory: what replaces it on disk later, in
 * place or not, changes nothing. Immutable, thread-safe.
 */
/*
 * The layout is that of PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16, without what the
 * agent's own jar never has: comments, encryption, ZIP64.
 */
final class JarContents {
  private static final int END_SIZE = 22;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int DIRECTORY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int DEFLATED = 8;

  private final byte[] bytes;
  private final ByteBuffer buffer;
  private @Nullable Map<String, Integer> directory;

  private JarContents(byte[] bytes) {
    this.bytes = bytes;
    buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the agent's jar. */
  static JarContents read() throws Exception {
    File file = jar();
    try (RandomAccessFile in = new RandomAccessFile(file, "r")) {
      byte[] bytes = new byte[Math.toIntExact(in.length())];
      in.readFully(bytes);
      return new JarContents(bytes);
    } catch (EOFException cut) {
      throw new IOException(file + " is being replaced", cut);
    }
  }

  // The jar that holds the bridge: a host may have the agent's classes on its class path, too.
  private static File jar() throws Exception {
    String bridge = "boot/JoulebookBridge.classdata";
    URL found = JarContents.class.getClassLoader().getResource(bridge);
    if (found == null) {
      throw new IOException(missing(bridge));
    }
    String path = found.getPath();
    return new File(new URI(path.substring(0, path.lastIndexOf("!/"))));
  }

  /** What to say where the class loader does not find a resource of the jar. */
  static String missing(String resource) {
    return resource
        + " is missing from the agent's jar, or the jar is in a folder whose name ends in !,"
        + " where Java finds nothing";
  }

  /** The names of all entries. */
  Set<String> names() throws IOException {
    return directory().keySet();
  }

  /** An entry's content; null if there is none of that name. */
  @Nullable InputStream open(String name) throws IOException {
    Integer entry = directory().get(name);
    if (entry == null) {
      return null;
    }
    int packed = buffer.getInt(entry + 20);
    int local = buffer.getInt(entry + 42);
    int data = local + LOCAL_SIZE + buffer.getChar(local + 26) + buffer.getChar(local + 28);
    return buffer.getChar(entry + 10) == DEFLATED
        ? new ByteArrayInputStream(inflate(data, packed, buffer.getInt(entry + 24)))
        : new ByteArrayInputStream(bytes, data, packed);
  }

  private byte[] inflate(int data, int packed, int size) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, data, packed);
      byte[] content = new byte[size];
      if (inflater.inflate(content) < size) {
        throw new IOException("the agent's jar is damaged");
      }
      return content;
    } catch (DataFormatException damaged) {
      throw new IOException("the agent's jar is damaged", damaged);
    } finally {
      inflater.end();
    }
  }

  private synchronized Map<String, Integer> directory() throws IOException {
    if (directory == null) {
      directory = readDirectory();
    }
    return directory;
  }

  private Map<String, Integer> readDirectory() throws IOException {
    int end = bytes.length - END_SIZE;
    if (end < 0 || buffer.getInt(end) != END_SIGNATURE) {
      throw new IOException("the agent's jar is damaged");
    }
    Map<String, Integer> entries = new HashMap<>();
    int at = buffer.getInt(end + 16);
    for (int left = buffer.getChar(end + 10); left > 0; left--) {
      int nameLength = buffer.getChar(at + 28);
      String name = new String(bytes, at + DIRECTORY_SIZE, nameLength, StandardCharsets.UTF_8);
      entries.put(name, at);
      at += DIRECTORY_SIZE + nameLength + buffer.getChar(at + 30) + buffer.getChar(at + 32);
    }
    return entries;
  }
}
