package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of requests that wait, one after another. Guarded by its {@link Spill}.
 *
 * <p>Each request, with all numbers big-endian:
 *
 * <pre>
 *  0         4       5            9         13         17    18           19
 *  +---------+-------+------------+---------+----------+-----+------------+------+---------+
 *  | marker  | state | CRC-32C of | length  | records  | gzip| length of  | type | content |
 *  |         |       | what follows|of what  |          | 0, 1| the type   |      |         |
 *  |         |       |            | follows |          |     |            |      |         |
 *  +---------+-------+------------+---------+----------+-----+------------+------+---------+
 * </pre>
 *
 * <p>The state is the one byte that changes: from waiting to done. What does not begin with the
 * marker, goes beyond the end or has another checksum is passed over up to the next request that is
 * whole.
 */
final class SpillSegment {

  /*
   * A RandomAccessFile, as a channel is closed by the interrupt of the thread that uses it, and
   * whoever closes an exporter interrupts its threads.
   */

  private static final int MARKER = 0xF5_6F_62_73; // No text in UTF-8 has its first byte.
  private static final int STATE = 4;
  private static final int CHECKSUM = 5;
  private static final int LENGTH = 9;
  private static final int RECORDS = 13;
  private static final int FIXED = 19;

  private static final byte WAITING = 1;
  private static final byte DONE = 2;

  /** A batch has fewer; what tells of more is garbled itself. */
  private static final int MOST_RECORDS = 1 << 16;

  private final Path path;
  private final long number;
  private long size;

  /** Open only while requests are appended. */
  private @Nullable RandomAccessFile file;

  /** How many of its requests wait or are on their way; zero before it is known which it has. */
  int live;

  /** Whether it is known which requests it has. */
  private boolean known;

  private boolean deleted;

  // How often it could not be read, and when it is tried again, if so.
  private int failures;
  private long readAgain;

  /** A new one. */
  SpillSegment(Path path, long number) {
    this(path, number, 0);
    known = true;
  }

  /** One that an earlier process has left. */
  SpillSegment(Path path, long number, long size) {
    this.path = path;
    this.number = number;
    this.size = size;
  }

  /** Its place among all: the later, the higher. */
  long number() {
    return number;
  }

  long size() {
    return size;
  }

  boolean isKnown() {
    return known;
  }

  /** The file is gone, and with it what was to be noted of its requests. */
  boolean isDeleted() {
    return deleted;
  }

  /** How long until it may be read; zero unless that has failed. */
  long pauseNanos(long now) {
    return failures == 0 ? 0 : Math.max(0, readAgain - now);
  }

  /** It could not be read, which may pass. */
  void postpone(long now) {
    readAgain = now + Retry.DEFAULT.delayNanos(++failures);
  }

  /** Whether there is no such file any more, which does not pass. */
  boolean isGone() {
    return Files.notExists(path, NOFOLLOW_LINKS);
  }

  /** How many bytes a request takes. */
  static long sizeOf(byte[] content, BodyFormat format) {
    return (long) FIXED + format.contentType().length() + content.length;
  }

  /** Appends a request, or leaves the file as it was. */
  SpillEntry append(byte[] content, int records, BodyFormat format, Trials trials)
      throws IOException {
    byte[] type = format.contentType().getBytes(ISO_8859_1);
    ByteBuffer whole = ByteBuffer.allocate(FIXED + type.length + content.length);
    whole.putInt(MARKER).put(WAITING).putInt(0).putInt(whole.capacity() - RECORDS);
    whole.putInt(records).put((byte) (format.gzip() ? 1 : 0)).put((byte) type.length);
    whole.put(type).put(content);
    whole.putInt(CHECKSUM, checksum(whole.array(), LENGTH, whole.capacity()));
    RandomAccessFile to = file;
    if (to == null) {
      to = open();
      file = to;
    }
    try {
      to.seek(size);
      to.write(whole.array());
    } catch (IOException e) {
      to.setLength(size);
      throw e;
    }
    int offset = (int) size;
    size += whole.capacity();
    live++;
    return new SpillEntry(this, offset, content.length, records, format, trials);
  }

  /** To be written to; one that is gone is not made anew, as others could then read it. */
  private RandomAccessFile open() throws IOException {
    if (isGone()) {
      throw new NoSuchFileException(path.toString());
    }
    return new RandomAccessFile(path.toFile(), "rw");
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }

  /** Has the disk have what was written; nothing more is. */
  void seal() throws IOException {
    try {
      if (file != null) {
        file.getFD().sync();
      }
    } finally {
      close();
    }
  }

  private void close() throws IOException {
    RandomAccessFile opened = file;
    if (opened != null) {
      file = null;
      opened.close();
    }
  }

  /** Finds out which requests wait in it. */
  Contents read() throws IOException {
    Contents contents = new Contents(Files.readAllBytes(path));
    known = true;
    failures = 0;
    return contents;
  }

  /** Reads a request; null if it is not there as it was written. */
  @Nullable SpillEntry load(SpillEntry bare) throws IOException {
    BodyFormat format = bare.format();
    int head = FIXED + format.contentType().length();
    byte[] whole = new byte[head + bare.length()];
    try (RandomAccessFile from = new RandomAccessFile(path.toFile(), "r")) {
      from.seek(bare.offset());
      from.readFully(whole);
    } catch (EOFException e) {
      return null;
    }
    failures = 0;
    Contents contents = new Contents(whole);
    return contents.isWhole(0) && contents.lengthOf(0) == whole.length
        ? bare.with(Arrays.copyOfRange(whole, head, whole.length))
        : null;
  }

  /** Notes that a request has found its fate, unless the file is gone with it. */
  void done(int offset) throws IOException {
    try (RandomAccessFile to = open()) {
      to.seek((long) offset + STATE);
      to.write(DONE);
    } catch (NoSuchFileException e) {
      // There is nothing to be sent again.
    }
  }

  void delete() throws IOException {
    deleted = true;
    try {
      close();
    } finally {
      Files.deleteIfExists(path);
    }
  }

  /** The requests of the file that wait, one after another. */
  final class Contents {

    private final byte[] all;
    private final ByteBuffer bytes;
    private int at;
    private int unreadable;
    private int lost;

    private Contents(byte[] all) {
      this.all = all;
      this.bytes = ByteBuffer.wrap(all);
    }

    /** The next one that waits, without its content; null after the last. */
    @Nullable SpillEntry next() {
      while (at < all.length) {
        int offset = at;
        if (!isWhole(offset)) {
          passOver();
          continue;
        }
        at = offset + lengthOf(offset);
        if (bytes.get(offset + STATE) != DONE) {
          return entry(offset);
        }
      }
      return null;
    }

    private boolean isHead(int offset) {
      return all.length - offset >= FIXED && bytes.getInt(offset) == MARKER;
    }

    private boolean isWhole(int offset) {
      if (!isHead(offset)) {
        return false;
      }
      int length = bytes.getInt(offset + LENGTH);
      int type = bytes.get(offset + FIXED - 1) & 0xFF;
      return length >= FIXED - RECORDS + type
          && length <= all.length - offset - RECORDS
          && bytes.getInt(offset + CHECKSUM)
              == checksum(all, offset + LENGTH, offset + RECORDS + length);
    }

    private int lengthOf(int offset) {
      return RECORDS + bytes.getInt(offset + LENGTH);
    }

    /** A byte that begins no request, or one whose head alone may tell what it had. */
    private void passOver() {
      if (isHead(at) && bytes.get(at + STATE) != DONE) {
        int records = bytes.getInt(at + RECORDS);
        lost += records > 0 && records <= MOST_RECORDS ? records : 0;
      }
      at++;
      unreadable++;
    }

    private SpillEntry entry(int offset) {
      int type = bytes.get(offset + FIXED - 1) & 0xFF;
      String contentType = new String(all, offset + FIXED, type, ISO_8859_1);
      boolean gzip = bytes.get(offset + RECORDS + Integer.BYTES) != 0;
      int records = bytes.getInt(offset + RECORDS);
      live++;
      return new SpillEntry(
          SpillSegment.this,
          offset,
          at - offset - FIXED - type,
          records,
          new BodyFormat(contentType, gzip),
          Trials.NONE);
    }

    /** How many bytes were passed over so far. */
    int unreadable() {
      return unreadable;
    }

    /** How many records were in what was passed over, as far as that is told by what is left. */
    int lost() {
      return lost;
    }
  }
}
