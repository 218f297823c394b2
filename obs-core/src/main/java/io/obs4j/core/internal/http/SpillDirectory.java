package io.obs4j.core.internal.http;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory of numbered files that one process uses at a time, and no other user can look into
 * where the file system knows users. Used by one thread at a time.
 */
final class SpillDirectory implements AutoCloseable {

  private static final String SUFFIX = ".spill";
  private static final String LOCK = "lock";
  private static final int RADIX = 16;

  /**
   * Which directories this process uses. The system knows of other processes alone, and forgets
   * that we hold a lock as soon as any of our descriptors of its file is closed: a second exporter
   * must be refused before it opens it.
   */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path realPath;
  private final boolean posix;
  private final FileChannel lock;
  private long last;

  private SpillDirectory(Path path, Path realPath, boolean posix, FileChannel lock) {
    this.path = path;
    this.realPath = realPath;
    this.posix = posix;
    this.lock = lock;
  }

  /**
   * Makes the directory, unless it is there, and keeps others out.
   *
   * @param parent made as well, but left as it is if it is there
   * @param name of the directory in it
   */
  static SpillDirectory open(Path parent, String name) throws IOException {
    boolean posix = parent.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path path = parent.resolve(name);
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent, attributes(posix, "rwx------"));
    }
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      Files.createDirectory(path, attributes(posix, "rwx------"));
    } else if (posix) {
      // Only its owner can: a directory that somebody else has laid out for us is not used.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
    Path realPath = path.toRealPath();
    if (!IN_USE.add(realPath)) {
      throw inUse();
    }
    FileChannel lock = null;
    try {
      lock = lock(path.resolve(LOCK), posix);
      return new SpillDirectory(path, realPath, posix, lock);
    } finally {
      if (lock == null) {
        IN_USE.remove(realPath);
      }
    }
  }

  private static FileChannel lock(Path file, boolean posix) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, Set.of(CREATE, WRITE, NOFOLLOW_LINKS), attributes(posix, "rw-------"));
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // An exporter of another class loader has it.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (locked) {
      return channel;
    }
    throw inUse();
  }

  private static IOException inUse() {
    return new IOException("it is in use. Give each exporter a directory of its own");
  }

  private static FileAttribute<?>[] attributes(boolean posix, String permissions) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** The files that are there, the oldest first. */
  List<SpillSegment> segments() throws IOException {
    List<SpillSegment> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + SUFFIX)) {
      for (Path file : files) {
        long number = number(file);
        if (number > 0 && Files.isRegularFile(file, NOFOLLOW_LINKS)) {
          found.add(new SpillSegment(file, number, Files.size(file)));
          last = Math.max(last, number);
        }
      }
    }
    found.sort((one, other) -> Long.compare(one.number(), other.number()));
    return found;
  }

  /** The number that names a file, zero if it is none of ours. */
  private static long number(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      long number = Long.parseLong(name, 0, name.length() - SUFFIX.length(), RADIX);
      return name.equals(name(number)) ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String name(long number) {
    return String.format(Locale.ROOT, "%016x%s", number, SUFFIX);
  }

  /** A new file behind all others. */
  SpillSegment create() throws IOException {
    Path file = Files.createFile(path.resolve(name(++last)), attributes(posix, "rw-------"));
    return new SpillSegment(file, last);
  }

  /** Lets others in; idempotent. */
  @Override
  public void close() throws IOException {
    if (lock.isOpen()) {
      try {
        lock.close();
      } finally {
        IN_USE.remove(realPath);
      }
    }
  }
}
