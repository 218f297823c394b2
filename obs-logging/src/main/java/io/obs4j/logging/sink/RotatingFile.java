package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file, and the one that follows when it is full, old or gone. For one thread at a time. */
final class RotatingFile {

  /*
   * Whoever writes has the sink's lock; whoever commits has that of the commits only, under which a
   * file is closed, too: a commit meets no file that is being closed.
   */

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path path;
  private final long largest;
  private final @Nullable Rotation rotation;
  private final Rotation naming;
  private final Clock clock;
  private final ArchiveTidying tidying;
  private final GroupCommit commits = new GroupCommit(this::commit);

  private volatile @Nullable LogFile file;
  private long lookAgainAt;
  private long rotateFrom;
  private long periodEnd;
  private String period = "";
  private int saved;
  private int abandoned;
  private Set<PosixFilePermission> permissions = Set.of();

  /** Whether anybody waits for the disk; files are then forced before they are closed. */
  private volatile boolean durable;

  RotatingFile(FileSink.Builder builder, ArchiveTidying tidying) {
    path = builder.path;
    largest = builder.largest;
    rotation = builder.rotation;
    naming = rotation == null ? Rotation.daily() : rotation;
    clock = builder.clock;
    this.tidying = tidying;
    rotateFrom = clock.nanoTime();
  }

  /** Opens the file, if it is not. */
  void open() throws IOException {
    if (file != null) {
      return;
    }
    LogFile next = LogFile.open(path, permissions, tidying.disk());
    long since = nowMillis();
    if (next.length() > 0) {
      try {
        since = Files.getLastModifiedTime(path).toMillis();
      } catch (IOException e) {
        // Somebody has taken it away meanwhile: what comes is of now.
      }
    }
    file = next;
    permissions = Permissions.of(path);
    lookAgainAt = clock.nanoTime() + LOOK_NANOS;
    if (rotation != null) {
      period = rotation.label(since);
      periodEnd = rotation.next(since);
    }
  }

  /** Appends whole lines, to the file that it is time for. */
  void append(byte[] bytes, int offset, int length) throws IOException {
    saved = 0;
    open();
    lookAfter(length);
    LogFile current = Objects.requireNonNull(file);
    try {
      current.append(bytes, offset, length);
    } finally {
      saved = current.saved();
      abandoned += current.takeAbandoned();
    }
  }

  /** Of the lines last appended, how many bytes are in the file, or will be. */
  int saved() {
    return saved;
  }

  /** Whether the rest of a line waits for the next that are appended. */
  boolean isOwing() {
    LogFile current = file;
    return current != null && current.isOwing();
  }

  /** How many lines were left without their end, since this was asked last. */
  int takeAbandoned() {
    int lines = abandoned;
    abandoned = 0;
    return lines;
  }

  /** Has the system put on the disk what was appended. */
  void force() throws IOException {
    Objects.requireNonNull(file).force();
  }

  /** Those who wait for the disk, from now on; by any thread. */
  GroupCommit commits() {
    durable = true;
    return commits;
  }

  private void commit() throws IOException {
    LogFile written = file;
    if (written != null && durable) {
      written.force();
    }
  }

  /** Opens another file where this one has gone, or is full or old. */
  private void lookAfter(int more) throws IOException {
    LogFile current = Objects.requireNonNull(file);
    long now = clock.nanoTime();
    if (now - lookAgainAt >= 0) {
      lookAgainAt = now + LOOK_NANOS;
      if (!current.isInPlace()) {
        release();
        open();
        return;
      }
      permissions = Permissions.of(path);
    }
    boolean full = largest - current.length() < more;
    boolean old = rotation != null && nowMillis() >= periodEnd;
    if ((full || old) && current.isRotatable() && now - rotateFrom >= 0) {
      rotate(now);
    }
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.epochNanos());
  }

  private void rotate(long now) throws IOException {
    String label = rotation == null ? naming.label(nowMillis()) : period;
    permissions = Permissions.of(path);
    release();
    try {
      Files.move(path, tidying.nextName(label));
    } catch (IOException e) {
      rotateFrom = now + RETRY_NANOS; // It goes on in the same file.
      tidying.notRotated(e);
    }
    open();
    tidying.request();
  }

  /** Closes the file; what is appended later opens it again. */
  void release() throws IOException {
    LogFile current = file;
    if (current == null) {
      return;
    }
    commits.exclusively(
        () -> {
          file = null;
          current.close();
        });
    abandoned += current.takeAbandoned();
  }
}
