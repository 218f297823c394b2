package io.obs4j.core.internal.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Path path;
  private final long number;
  private long size;
  private @Nullable RandomAccessFile file;

  /** What has been taken from it and is not done yet. */
  int outstanding;

  /** Whether the file is gone, and with it what was to be noted of its requests. */
  private boolean deleted;

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

  /** How many bytes a request takes. */
  static long sizeOf(byte[] content, BodyFormat format) {
    return (long) FIXED + format.contentType().length() + content.length;
  }

  /** Appends a request, or leaves the file as it was. */
  void append(byte[] content, int records, BodyFormat format) throws IOException {
    byte[] type = format.contentType().getBytes(ISO_8859_1);
    ByteBuffer whole = ByteBuffer.allocate(FIXED + type.length + content.length);
    whole.putInt(MARKER).put(WAITING).putInt(0).putInt(whole.capacity() - RECORDS);
    whole.putInt(records).put((byte) (format.gzip() ? 1 : 0)).put((byte) type.length);
    whole.put(type).put(content);
    whole.putInt(CHECKSUM, checksum(whole.array(), LENGTH, whole.capacity()));
    RandomAccessFile to = open();
    try {
      to.seek(size);
      to.write(whole.array());
      size += whole.capacity();
    } catch (IOException e) {
      to.setLength(size);
      throw e;
    }
  }

  private RandomAccessFile open() throws IOException {
    RandomAccessFile opened = file;
    if (opened == null) {
      opened = new RandomAccessFile(path.toFile(), "rw");
      file = opened;
    }
    return opened;
  }

  private static int checksum(byte[] bytes, int from, int to) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, to - from);
    return (int) checksum.getValue();
  }

  /** Has the disk have what was written. */
  void force() throws IOException {
    RandomAccessFile opened = file;
    if (opened != null) {
      opened.getFD().sync();
    }
  }

  /** Reads all that is there. */
  Contents read() throws IOException {
    return new Contents(Files.readAllBytes(path));
  }

  /** Notes that a request has found its fate. */
  void done(int offset) throws IOException {
    if (!deleted) {
      RandomAccessFile to = open();
      to.seek((long) offset + STATE);
      to.write(DONE);
    }
  }

  void close() throws IOException {
    RandomAccessFile opened = file;
    if (opened != null) {
      file = null;
      opened.close();
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

  boolean isDeleted() {
    return deleted;
  }

  /** Reads a request again that was given back. */
  SpillEntry reload(SpillEntry bare) throws IOException {
    byte[] content = new byte[bare.length()];
    RandomAccessFile from = open();
    from.seek((long) bare.offset() + FIXED + bare.format().contentType().length());
    from.readFully(content);
    return bare.with(content);
  }

  /** The requests of the file that wait, one after another. */
  final class Contents {

    private final byte[] all;
    private final ByteBuffer bytes;
    private int at;
    private int unreadable;

    private Contents(byte[] all) {
      this.all = all;
      this.bytes = ByteBuffer.wrap(all);
    }

    /** The next one that waits; null after the last. */
    @Nullable SpillEntry next() {
      while (at < bytes.limit()) {
        int offset = at;
        if (!isWhole(offset)) {
          at++;
          unreadable++;
          continue;
        }
        at = offset + RECORDS + bytes.getInt(offset + LENGTH);
        if (bytes.get(offset + STATE) != DONE) {
          return entry(offset, at);
        }
      }
      return null;
    }

    private boolean isWhole(int offset) {
      int room = bytes.limit() - offset;
      if (room < FIXED || bytes.getInt(offset) != MARKER) {
        return false;
      }
      int length = bytes.getInt(offset + LENGTH);
      int type = bytes.get(offset + FIXED - 1) & 0xFF;
      return length >= FIXED - RECORDS + type
          && length <= room - RECORDS
          && bytes.getInt(offset + CHECKSUM)
              == checksum(all, offset + LENGTH, offset + RECORDS + length);
    }

    private SpillEntry entry(int offset, int end) {
      int type = bytes.get(offset + FIXED - 1) & 0xFF;
      byte[] content = new byte[end - offset - FIXED - type];
      bytes.get(offset + FIXED + type, content);
      String contentType = new String(all, offset + FIXED, type, ISO_8859_1);
      boolean gzip = bytes.get(offset + RECORDS + Integer.BYTES) != 0;
      int records = bytes.getInt(offset + RECORDS);
      return new SpillEntry(
          SpillSegment.this, offset, content, records, new BodyFormat(contentType, gzip));
    }

    /** How many bytes were passed over so far. */
    int unreadable() {
      return unreadable;
    }
  }
}
