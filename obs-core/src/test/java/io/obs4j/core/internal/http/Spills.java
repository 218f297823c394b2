package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.LogLines;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Spills of a test, and what is told and counted of them. */
final class Spills implements SendMeter {

  static final String FAULT = "test.spill";
  static final BodyFormat PLAIN = new BodyFormat("text/plain", false);

  final LogLines log = new LogLines();
  final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  final Path parent;
  Clock clock = Clock.system();
  int dropped;
  int unreadable;
  long unreadableBytes;

  Spills(Path parent) {
    this.parent = parent;
  }

  @Nullable Spill tryOpen(long limit) {
    return Spill.open(parent, "traces", limit, this, diagnostics, clock, FAULT);
  }

  Spill open(long limit) {
    return Objects.requireNonNull(tryOpen(limit), () -> log.at(Level.WARNING).toString());
  }

  Path directory() {
    return parent.resolve("traces");
  }

  /** The files with requests, the oldest first. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(file -> file.toString().endsWith(".spill")).sorted().toList();
    }
  }

  long bytesOnDisk() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  static boolean add(Spill spill, String text) {
    return add(spill, text.getBytes(UTF_8), 1, PLAIN);
  }

  static boolean add(Spill spill, byte[] content, int records, BodyFormat format) {
    return spill.keep(new Parcel(content, format, records, new Shipment(records, SendMeter.NONE)));
  }

  static @Nullable SpillEntry take(Spill spill) {
    return spill.take(Clock.system().nanoTime(), false, Integer.MAX_VALUE);
  }

  /** What was taken goes back, to be sent again at once. */
  static boolean giveBack(Spill spill, SpillEntry entry) {
    return spill.keep(new Parcel(entry, new Shipment(entry.records(), SendMeter.NONE)));
  }

  static String text(SpillEntry entry) {
    return new String(entry.content(), UTF_8);
  }

  /** Takes all that is there; nothing is done. */
  static List<String> takeAll(Spill spill) {
    List<String> texts = new ArrayList<>();
    for (SpillEntry next = take(spill); next != null; next = take(spill)) {
      texts.add(text(next));
    }
    return texts;
  }

  long faults() {
    return diagnostics.faultCount(FAULT);
  }

  @Override
  public synchronized void settled(int records, String reason) {
    if (reason.equals("spill_full")) {
      dropped += records;
    } else if (reason.equals("spill_unreadable")) {
      unreadable += records;
    }
  }

  @Override
  public synchronized void unreadable(long bytes) {
    unreadableBytes += bytes;
  }
}
