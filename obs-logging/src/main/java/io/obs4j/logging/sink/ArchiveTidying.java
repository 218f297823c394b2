package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and deletes rotated files on a thread of its own, and tells there what is wrong with
 * files: unlike whoever writes, that thread holds no lock.
 */
final class ArchiveTidying {

  /** The kind of fault of files that cannot be rotated, compressed or deleted. */
  static final String FAULT = "log.files";

  private final Path path;
  private final boolean rotating;
  private final Clock clock;
  private final SinkTally tally;
  private final Disk disk;
  private final Archive archive;
  private final BackgroundTask task = new BackgroundTask("obs4j-log-archive", this::tidy);

  /** Why the last rotation failed, until it is told. */
  private volatile @Nullable IOException unrotated;

  /** Why a directory was not forced, until it is told. */
  private volatile @Nullable IOException unforced;

  ArchiveTidying(FileSink.Builder builder, SinkTally tally) {
    path = builder.path;
    rotating = builder.rotation != null || builder.largest != Long.MAX_VALUE;
    clock = builder.clock;
    this.tally = tally;
    disk = new Tolerant(builder.disk);
    archive = new Archive(path, builder.gzip, builder.retention, disk);
  }

  /** Whether there is an archive at all. */
  boolean isRotating() {
    return rotating;
  }

  /** Has the archive tidied, soon. */
  void request() {
    task.request();
  }

  /** Waits until it is tidy. */
  void await(Duration limit) {
    task.await(limit);
  }

  /** A name that is free, for the file of a period. */
  Path nextName(String label) throws IOException {
    return archive.next(label);
  }

  /** Has it told that a file was not rotated. */
  void notRotated(IOException failure) {
    unrotated = failure;
  }

  /** The disk that files are on. */
  Disk disk() {
    return disk;
  }

  private void tidy() {
    Diagnostics diagnostics = tally.diagnostics();
    tellUnforced(diagnostics);
    if (!rotating) {
      return;
    }
    IOException failure = unrotated;
    unrotated = null;
    try {
      archive.tidy(TimeUnit.NANOSECONDS.toMillis(clock.epochNanos()));
    } catch (Throwable e) {
      failure = e instanceof IOException io ? io : new IOException(e);
    }
    if (diagnostics == null) {
      return;
    }
    if (failure == null) {
      diagnostics.recovered(FAULT, path.toString(), path + " is rotated again.");
    } else {
      diagnostics.fault(
          FAULT,
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
          FAULT,
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
   * forced but for the name of their file are better than none.
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
        request();
      }
    }
  }
}
