package io.obs4j.core.internal.http;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.Outage;
import java.io.IOException;

/**
 * Tells once that requests cannot be kept on disk or read from there, and once that they can again:
 * when that has worked and not failed for ten seconds. Safe for use by any thread.
 */
final class SpillReport {

  private static final String HANGS = "the disk does not answer";
  private static final String ROOM = "room in ";
  private static final String GARBLED = "files of ";
  private static final String READING = "reading of ";

  private final Diagnostics diagnostics;
  private final Clock clock;
  private final String fault;
  private final String shown;
  private final Outage writes = new Outage();
  private final Outage reads = new Outage();
  private final Outage losses = new Outage();

  /**
   * A report on one directory.
   *
   * @param diagnostics where it is told
   * @param clock tells how long it has been well
   * @param fault the kind of fault
   * @param shown the directory
   */
  SpillReport(Diagnostics diagnostics, Clock clock, String fault, String shown) {
    this.diagnostics = diagnostics;
    this.clock = clock;
    this.fault = fault;
    this.shown = shown;
  }

  private static String reason(Throwable e) {
    String message = e instanceof IOException ? e.getMessage() : null;
    return e.getClass() == IOException.class && message != null ? message : e.toString();
  }

  /** Nothing is kept at all. */
  void unusable(Throwable cause) {
    tell(shown, "Nothing is kept in " + shown + ", as it cannot be used: " + reason(cause) + ".");
  }

  void kept() {
    worked(writes, shown, "Requests are kept in " + shown + " again.");
  }

  void notKept(IOException cause) {
    notKept(reason(cause));
  }

  private void notKept(String reason) {
    tell(shown, "A request cannot be kept in " + shown + ", and is dropped: " + reason + ".");
    writes.failed(clock.nanoTime());
  }

  /** What was to be kept is dropped, as somebody waits for the disk already. */
  void notKeptInTime() {
    notKept(HANGS);
  }

  void read() {
    worked(reads, READING + shown, "What is kept in " + shown + " can be read again.");
  }

  void notRead(Throwable cause) {
    notRead(reason(cause));
  }

  private void notRead(String reason) {
    tell(
        READING + shown,
        "What is kept in " + shown + " cannot be read, and waits there: " + reason + ".");
    reads.failed(clock.nanoTime());
  }

  /** What is on disk waits, as somebody waits for the disk already. */
  void notReadInTime() {
    notRead(HANGS);
  }

  /** A file, or a request in it, is as it was written. */
  void whole() {
    worked(losses, GARBLED + shown, "What is kept in " + shown + " is whole again.");
  }

  void garbled(long bytes) {
    tell(
        GARBLED + shown,
        bytes
            + " bytes of what was kept in "
            + shown
            + " are garbled or cut off, and passed over. A machine that failed leaves such.");
    losses.failed(clock.nanoTime());
  }

  void full() {
    tell(
        ROOM + shown,
        shown
            + " has no room: the oldest requests are dropped. Look at what keeps the destination"
            + " away, or allow more bytes.");
  }

  void empty() {
    diagnostics.recovered(fault, ROOM + shown, shown + " is empty again.");
  }

  void notDeleted(IOException cause) {
    tell(shown, "A file of " + shown + " cannot be deleted: " + reason(cause) + ".");
    writes.failed(clock.nanoTime());
  }

  void notNoted(IOException cause) {
    tell(shown, "What was kept in " + shown + " may be sent again: " + reason(cause) + ".");
    writes.failed(clock.nanoTime());
  }

  void notSealed(IOException cause) {
    tell(shown, "What is kept in " + shown + " may not be whole: " + reason(cause) + ".");
  }

  private void worked(Outage outage, String subject, String message) {
    outage.worked();
    if (outage.hasEnded(clock.nanoTime())) {
      diagnostics.recovered(fault, subject, message);
    }
  }

  private void tell(String subject, String message) {
    diagnostics.fault(fault, subject, message);
  }
}
