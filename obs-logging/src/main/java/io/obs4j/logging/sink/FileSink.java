package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to a file, which it rotates by size and time, compresses and deletes after a while.
 *
 * <p>Each write is with the system when it returns, so that only a crash of the machine loses it;
 * {@link Builder#force} and {@link #writeThrough} wait until it is on the disk. A full disk is
 * survived: lines are then counted as dropped, and written again once there is room. A file that
 * another program moves, removes or truncates, as logrotate does, is opened anew within a second.
 *
 * <p>One process writes to a file at a time.
 */
public final class FileSink extends LineSink {

  /** The kind of fault of files that cannot be rotated, compressed or deleted. */
  static final String FAULT_FILES = "log.files";

  private static final long MILLI = 1_000_000;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Path path;
  private final long largest;
  private final @Nullable Rotation rotation;
  private final Rotation naming;
  private final boolean forced;
  private final Clock clock;
  private final Disk disk;
  private final Archive archive;
  private final BackgroundTask tidying = new BackgroundTask("obs4j-log-archive", this::tidy);
  private final GroupCommit commits = new GroupCommit(this::force);

  // Guarded by the lock of writers; and by that of the commits, too, where it is closed.
  private volatile @Nullable LogFile file;
  private long lookAgainAt;
  private long rotateFrom;
  private long periodEnd;
  private String period = "";
  private int saved;
  private Set<PosixFilePermission> permissions = Set.of();

  /** Whether anybody waits for the disk; files are then forced before they are closed. */
  private volatile boolean durable;

  /** Why the last rotation failed, until it is told. */
  private volatile @Nullable IOException unrotated;

  /** Why a directory was not forced, until it is told. */
  private volatile @Nullable IOException unforced;

  private FileSink(Builder builder) {
    super(builder.path.toString());
    path = builder.path;
    largest = builder.largest;
    rotation = builder.rotation;
    naming = rotation == null ? Rotation.daily() : rotation;
    forced = builder.forced;
    clock = builder.clock;
    disk = new Tolerant(builder.disk);
    archive = new Archive(path, builder.gzip, builder.retention, disk);
    rotateFrom = clock.nanoTime();
  }

  /**
   * A file that is rotated when it has 100 MiB, or as the builder's defaults say.
   *
   * @param path of the file; its directory is made if it is not there
   * @return a new sink
   */
  public static LogSink at(Path path) {
    return builder(path).build();
  }

  /**
   * A builder.
   *
   * @param path of the file; its directory is made if it is not there
   * @return a new builder
   */
  public static Builder builder(Path path) {
    return new Builder(path);
  }

  @Override
  public void start(Diagnostics diagnostics) {
    super.start(diagnostics);
    if (isRotating()) {
      tidying.request();
    }
  }

  private boolean isRotating() {
    return rotation != null || largest != Long.MAX_VALUE;
  }

  @Override
  public boolean put(Line line, boolean through) {
    if (!through) {
      return super.put(line, false);
    }
    durable = true;
    long failures = commits.failures();
    if (!super.put(line, true)) {
      return false;
    }
    commits.await(commits.join());
    if (commits.failures() == failures) {
      return true;
    }
    tally.failed(FAULT, path + " cannot be forced to the disk. " + remedy(), commits.lastFailure());
    return false;
  }

  /** By the commits, which rotation waits for. */
  private void force() throws IOException {
    LogFile written = file;
    if (written != null && durable) {
      written.force();
    }
  }

  @Override
  void open() throws IOException {
    if (file == null) {
      opened(LogFile.open(path, permissions, disk), Files.getLastModifiedTime(path).toMillis());
    }
  }

  private void opened(LogFile next, long sinceMillis) {
    file = next;
    permissions = Permissions.of(path);
    lookAgainAt = clock.nanoTime() + LOOK_NANOS;
    if (rotation != null) {
      long since = next.length() == 0 ? nowMillis() : sinceMillis;
      period = rotation.label(since);
      periodEnd = rotation.next(since);
    }
  }

  private long nowMillis() {
    return clock.epochNanos() / MILLI;
  }

  @Override
  void send(byte[] bytes, int offset, int length, LogLevel level, long time) throws IOException {
    saved = 0;
    open();
    lookAfter(length);
    LogFile current = Objects.requireNonNull(file);
    try {
      current.append(bytes, offset, length);
    } finally {
      saved = current.saved();
      tally.dropped(LossReason.FAILED, current.takeAbandoned());
    }
    if (forced) {
      force(current, Lines.count(bytes, offset, offset + length));
    }
    if (isClosed()) {
      release();
    }
  }

  /** What was not forced is lost although it is in the file: it must not be appended again. */
  private void force(LogFile current, int lines) throws IOException {
    try {
      current.force();
    } catch (IOException e) {
      tally.dropped(LossReason.FAILED, lines);
      throw e;
    }
  }

  @Override
  int saved() {
    return saved;
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

  private void rotate(long now) throws IOException {
    String label = rotation == null ? naming.label(nowMillis()) : period;
    permissions = Permissions.of(path);
    release();
    try {
      Files.move(path, archive.next(label));
    } catch (IOException e) {
      // It goes on in the same file. Told by the thread that tidies, which holds no lock.
      rotateFrom = now + RETRY_NANOS;
      unrotated = e;
    }
    open();
    tidying.request();
  }

  private void tidy() {
    Diagnostics diagnostics = tally.diagnostics();
    tellUnforced(diagnostics);
    if (!isRotating()) {
      return;
    }
    IOException failure = unrotated;
    unrotated = null;
    try {
      archive.tidy(nowMillis());
    } catch (Throwable e) {
      failure = e instanceof IOException io ? io : new IOException(e);
    }
    if (diagnostics == null) {
      return;
    }
    if (failure == null) {
      diagnostics.recovered(FAULT_FILES, path.toString(), path + " is rotated again.");
    } else {
      diagnostics.fault(
          FAULT_FILES,
          path.toString(),
          path
              + " cannot be rotated, or what was rotated not be compressed or deleted: "
              + failure
              + ". Look at the permissions of its directory, and at the room there is.");
    }
  }

  private void tellUnforced(@Nullable Diagnostics diagnostics) {
    IOException refusal = unforced;
    if (diagnostics != null && refusal != null) {
      unforced = null;
      diagnostics.fault(
          FAULT_FILES,
          path + " (directory)",
          "The directory of "
              + path
              + " cannot be forced to the disk: "
              + refusal
              + ". Lines are forced, but after a crash of the machine a file that is new may not be"
              + " found there. Where that matters, keep it on a file system that can.");
    }
  }

  /**
   * Goes on where a directory cannot be forced, as on some network file systems: lines that are
   * forced but for the name of their file are better than none. Told by the thread that tidies,
   * which holds no lock.
   */
  private final class Tolerant implements Disk {
    private final Disk disk;

    Tolerant(Disk disk) {
      this.disk = disk;
    }

    @Override
    public void forceFile(Path file) throws IOException {
      disk.forceFile(file);
    }

    @Override
    public void forceDirectory(Path directory) {
      try {
        disk.forceDirectory(directory);
      } catch (IOException e) {
        unforced = e;
        tidying.request();
      }
    }
  }

  @Override
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
    tally.dropped(LossReason.FAILED, current.takeAbandoned());
  }

  @Override
  public void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    super.close(limit);
    tidying.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  @Override
  String remedy() {
    return "Look at the room on its disk, and at the permissions of its directory.";
  }

  /** Sets up a file. Not safe for use by several threads. */
  public static final class Builder {

    /** How large a file may be, unless said otherwise: 100 MiB. */
    public static final long DEFAULT_LARGEST = 100L << 20;

    private final Path path;
    private long largest = DEFAULT_LARGEST;
    private @Nullable Rotation rotation;
    private boolean gzip = true;
    private Retention retention = Retention.DEFAULT;
    private boolean forced;
    private Clock clock = Clock.system();
    private Disk disk = Disk.SYSTEM;

    private Builder(Path path) {
      this.path = Objects.requireNonNull(path, "path");
    }

    /**
     * Rotates before the file gets larger; a single write may exceed it.
     *
     * @param bytes from 1; {@link Long#MAX_VALUE} for any size
     * @return this
     * @throws IllegalArgumentException if below 1
     */
    public Builder rotateAt(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("rotateAt " + bytes + " must be at least 1 byte");
      }
      largest = bytes;
      return this;
    }

    /**
     * Rotates by time, too, with the first line of a new period; unless said otherwise only by
     * size.
     *
     * @param by hour or day
     * @return this
     */
    public Builder rotate(Rotation by) {
      rotation = Objects.requireNonNull(by, "by");
      return this;
    }

    /**
     * Whether rotated files are compressed, by a thread of its own; unless said otherwise they are.
     *
     * @param on or off
     * @return this
     */
    public Builder gzip(boolean on) {
      gzip = on;
      return this;
    }

    /**
     * Which rotated files are kept; unless said otherwise a hundred.
     *
     * @param limits in number, size and age
     * @return this
     */
    public Builder retain(Retention limits) {
      retention = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Whether each write waits until it is on the disk; unless said otherwise it does not. Behind
     * an asynchronous sink that is one wait for many lines.
     *
     * @param on or off
     * @return this
     */
    public Builder force(boolean on) {
      forced = on;
      return this;
    }

    /**
     * The clock that tells when to rotate; unless said otherwise that of the machine.
     *
     * @param by for tests
     * @return this
     */
    public Builder clock(Clock by) {
      clock = Objects.requireNonNull(by, "by");
      return this;
    }

    /** What forces files and directories, for tests. */
    Builder disk(Disk by) {
      disk = by;
      return this;
    }

    /**
     * The sink.
     *
     * @return not started
     */
    public LogSink build() {
      return new FileSink(this);
    }
  }
}
