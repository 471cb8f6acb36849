package io.joulebook.benchmarks.accuracy;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What really happened in a run.
 *
 * @param from when the load began, by the monotonic clock
 * @param to when it ended
 * @param clocks what both clocks said, now and then
 * @param changes all begins and ends of calls; those of one GPU are in the order of time
 */
record Trace(long from, long to, List<Anchor> clocks, List<Change> changes) {
  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeLong(from);
      out.writeLong(to);
      out.writeInt(clocks.size());
      for (Anchor anchor : clocks) {
        out.writeLong(anchor.monotonic());
        out.writeLong(anchor.epochNanos());
      }
      out.writeInt(changes.size());
      for (Change change : changes) {
        write(out, change);
      }
    }
  }

  private static void write(DataOutputStream out, Change change) throws IOException {
    out.writeLong(change.time());
    out.writeInt(change.call());
    out.writeUTF(change.model().name());
    out.writeByte(change.gpu());
    out.writeBoolean(change.begin());
  }

  static Trace read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      long from = in.readLong();
      long to = in.readLong();
      List<Anchor> clocks = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        clocks.add(new Anchor(in.readLong(), in.readLong()));
      }
      List<Change> changes = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        changes.add(
            new Change(
                in.readLong(),
                in.readInt(),
                Model.valueOf(in.readUTF()),
                in.readByte(),
                in.readBoolean()));
      }
      return new Trace(from, to, clocks, changes);
    }
  }

  List<Change> on(int gpu) {
    return changes.stream().filter(change -> change.gpu() == gpu).toList();
  }
}
