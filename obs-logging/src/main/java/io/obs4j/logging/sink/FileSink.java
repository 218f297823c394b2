package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
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

  private final boolean forced;
  private final ArchiveTidying tidying;
  private final RotatingFile file;

  private FileSink(Builder builder) {
    super(builder.path.toString());
    forced = builder.forced;
    tidying = new ArchiveTidying(builder, tally);
    file = new RotatingFile(builder, tidying);
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
    if (tidying.isRotating()) {
      tidying.request();
    }
  }

  @Override
  boolean putThrough(Line line) {
    GroupCommit commits = file.commits();
    long failures = commits.failures();
    if (!super.putThrough(line)) {
      return false;
    }
    commits.await(commits.join());
    if (commits.failures() == failures) {
      return true;
    }
    tally.failed(
        FAULT, name() + " cannot be forced to the disk. " + remedy(), commits.lastFailure());
    return false;
  }

  @Override
  void open() throws IOException {
    file.open();
  }

  @Override
  void send(byte[] bytes, int offset, int length, LogLevel level, long time) throws IOException {
    try {
      file.append(bytes, offset, length);
    } finally {
      countAbandoned();
    }
    if (forced) {
      force(Lines.count(bytes, offset, offset + length));
    }
    if (isClosed()) {
      release();
    }
  }

  /** What was not forced is lost although it is in the file: it must not be appended again. */
  private void force(int lines) throws IOException {
    try {
      file.force();
    } catch (IOException e) {
      tally.dropped(LossReason.FAILED, lines);
      throw e;
    }
  }

  private void countAbandoned() {
    tally.dropped(LossReason.FAILED, file.takeAbandoned());
  }

  @Override
  int saved() {
    return file.saved();
  }

  @Override
  boolean isOwing() {
    return file.isOwing();
  }

  @Override
  void release() throws IOException {
    file.release();
    countAbandoned();
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

    final Path path;
    long largest = DEFAULT_LARGEST;
    @Nullable Rotation rotation;
    boolean gzip = true;
    Retention retention = Retention.DEFAULT;
    Clock clock = Clock.system();
    Disk disk = Disk.SYSTEM;
    private boolean forced;

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
