package io.obs4j.logging.sink;

import io.obs4j.core.internal.GzipStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;

/** Compresses messages of GELF and takes them apart for datagrams. For one thread at a time. */
final class GelfMessages {

  /*
   * A chunk: 0x1e 0x0f, eight bytes that tell messages apart, the number of the chunk, the number of
   * chunks, the bytes. The server puts them together within five seconds.
   */

  private static final int CHUNK_HEADER = 12;
  private static final int MOST_CHUNKS = 128;

  /** Where datagrams go. */
  interface Datagrams {
    void send(byte[] bytes, int length) throws IOException;
  }

  private final int largest;
  private final boolean gzip;
  private final Datagrams to;
  private final byte[] chunk;
  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final GzipStream gzipStream = new GzipStream();

  GelfMessages(int largest, boolean gzip, Datagrams to) {
    this.largest = largest;
    this.gzip = gzip;
    this.to = to;
    this.chunk = new byte[largest];
  }

  /** Sends a message, as one datagram or several. */
  void send(byte[] bytes, int offset, int length) throws IOException {
    if (!gzip) {
      sendChunked(bytes, offset, length);
      return;
    }
    compressed.reset();
    gzipStream.begin(compressed);
    gzipStream.write(bytes, offset, length);
    gzipStream.finish();
    sendChunked(compressed.toByteArray(), 0, compressed.size());
  }

  private void sendChunked(byte[] bytes, int offset, int length) throws IOException {
    if (length <= largest) {
      System.arraycopy(bytes, offset, chunk, 0, length);
      to.send(chunk, length);
      return;
    }
    int part = largest - CHUNK_HEADER;
    int count = (length + part - 1) / part;
    if (count > MOST_CHUNKS) {
      throw new LineTooLargeException(
          "a message of " + length + " bytes needs more than " + MOST_CHUNKS + " chunks");
    }
    long id = ThreadLocalRandom.current().nextLong();
    chunk[0] = 0x1e;
    chunk[1] = 0x0f;
    for (int i = 0; i < Long.BYTES; i++) {
      chunk[2 + i] = (byte) (id >>> (Byte.SIZE * i));
    }
    chunk[11] = (byte) count;
    for (int i = 0; i < count; i++) {
      chunk[10] = (byte) i;
      int size = Math.min(part, length - i * part);
      System.arraycopy(bytes, offset + i * part, chunk, CHUNK_HEADER, size);
      to.send(chunk, CHUNK_HEADER + size);
    }
  }
}
