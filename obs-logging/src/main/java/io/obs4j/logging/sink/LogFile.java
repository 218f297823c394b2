package io.obs4j.logging.sink;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that lines are appended to, open. For one thread at a time. */
final class LogFile {

  /*
   * The file is opened for appending, so that whoever truncates it (as logrotate's copytruncate does)
   * leaves no hole. A stream and not a channel: an interrupt would close the channel.
   *
   * After a write that failed, the file's size tells how much of it got in. The rest of the line that
   * it ends in is kept and goes out first once there is room, so a full disk leaves no torn line. One
   * that another process left, when it was killed, is ended by a line feed.
   */

  private static final byte[] LINE_FEED = {'\n'};
  private static final byte[] NOTHING = {};

  private final Path path;
  private final FileOutputStream out;
  private final boolean regular;
  private final @Nullable Object key;
  private long length;
  private boolean torn;
  private final Disk disk;
  private List<Path> unforced;
  private byte[] rest = NOTHING;
  private int saved;
  private int abandoned;

  private LogFile(
      Path path,
      FileOutputStream out,
      BasicFileAttributes attributes,
      List<Path> unforced,
      Disk disk)
      throws IOException {
    this.path = path;
    this.out = out;
    this.disk = disk;
    this.regular = attributes.isRegularFile();
    this.key = attributes.fileKey();
    this.length = regular ? attributes.size() : 0;
    this.torn = length > 0 && lastByte(path) != '\n';
    this.unforced = regular ? unforced : List.of();
  }

  /** Opens a file; one that is not there is made, with these permissions if there are any. */
  static LogFile open(Path path, Set<PosixFilePermission> permissions, Disk disk)
      throws IOException {
    List<Path> changed = Directories.changedByCreating(path);
    if (changed.size() > 1) {
      Files.createDirectories(changed.get(0));
    }
    Permissions.create(path, permissions);
    FileOutputStream out = new FileOutputStream(path.toFile(), true);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new LogFile(path, out, attributes, changed, disk);
    } catch (IOException | RuntimeException | Error e) {
      out.close();
      throw e;
    }
  }

  private static int lastByte(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - 1));
      return file.read();
    }
  }

  /** How long the file is, in bytes. */
  long length() {
    return length;
  }

  /** Whether it can be rotated, and holds something. */
  boolean isRotatable() {
    return regular && length > 0;
  }

  /** Of the lines last appended, how many bytes are in the file, or will be. */
  int saved() {
    return saved;
  }

  /** Whether the path still leads here; somebody may have moved or removed the file. */
  boolean isInPlace() throws IOException {
    if (!regular) {
      return true;
    }
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      length = Math.min(length, now.size());
      return Objects.equals(key, now.fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Appends whole lines. */
  void append(byte[] bytes, int offset, int count) throws IOException {
    saved = 0;
    if (rest.length > 0) {
      finishRest();
    } else if (torn) {
      out.write(LINE_FEED);
      length++;
      torn = false;
    }
    try {
      out.write(bytes, offset, count);
      length += count;
      saved = count;
    } catch (Throwable e) {
      int done = progress(count);
      if (done > 0) {
        int end = Lines.endOfLine(bytes, offset + done - 1, offset + count);
        rest = Arrays.copyOfRange(bytes, offset + done, end);
        saved = end - offset;
      }
      throw e;
    }
  }

  private void finishRest() throws IOException {
    if (path.toFile().length() != length) {
      forgetRest(); // Somebody has truncated the file meanwhile: the line's beginning is gone.
      return;
    }
    try {
      out.write(rest);
      length += rest.length;
      rest = NOTHING;
    } catch (Throwable e) {
      rest = Arrays.copyOfRange(rest, progress(rest.length), rest.length);
      throw e;
    }
  }

  private void forgetRest() throws IOException {
    rest = NOTHING;
    abandoned++;
    length = path.toFile().length();
    torn = length > 0 && lastByte(path) != '\n';
  }

  /** Whether the rest of a line waits for the next that are appended. */
  boolean isOwing() {
    return rest.length > 0;
  }

  /** How many lines were left without their end, since this was asked last. */
  int takeAbandoned() {
    int lines = abandoned;
    abandoned = 0;
    return lines;
  }

  /** How much of what failed is in the file. */
  private int progress(int count) {
    long done = regular ? path.toFile().length() - length : 0;
    int within = (int) Math.max(0, Math.min(done, count));
    length += within;
    return within;
  }

  /** Has the system put on the disk what was appended and, at first, that there is the file. */
  void force() throws IOException {
    out.getFD().sync();
    for (Path directory : unforced) {
      disk.forceDirectory(directory);
    }
    unforced = List.of();
  }

  /** Closes; a line that waits for its end is abandoned. */
  void close() throws IOException {
    if (rest.length > 0) {
      rest = NOTHING;
      abandoned++;
    }
    out.close();
  }
}
