package io.obs4j.tracing;

import io.obs4j.core.internal.Hex;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes a short text of ASCII, such as an id or the header that carries it, at the cost of the
 * {@link String} alone.
 *
 * <p>There is a small pool of writers, {@code POOL.length} of about 130 bytes. {@link #acquire}
 * takes the one at the place of the current thread's id by a compare-and-set, and makes a new one,
 * used once, if another thread has it: nobody waits. From then until {@link #finish}, which gives
 * it back by a releasing store, only the taker touches it; that store and the next taker's
 * compare-and-set order the two. No foreign code runs in between. If the taker is killed in
 * between, a place of the pool is lost and its text is made at the price of a new writer from then
 * on.
 */
final class HeaderWriter {

  /** Longer than any header that is written here. */
  private static final int CAPACITY = 64;

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final HeaderWriter[] POOL = pool();
  private static final int SHIFT = Long.numberOfLeadingZeros(POOL.length) + 1;

  private final AtomicBoolean taken = new AtomicBoolean();
  private final byte[] bytes = new byte[CAPACITY];

  private HeaderWriter() {}

  private static HeaderWriter[] pool() {
    int processors = Runtime.getRuntime().availableProcessors();
    HeaderWriter[] pool =
        new HeaderWriter[Integer.highestOneBit(Math.min(64, Math.max(2, 4 * processors)))];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = new HeaderWriter();
    }
    return pool;
  }

  /** An empty writer, to be finished soon and without calling foreign code. */
  @SuppressWarnings("deprecation") // threadId() is there from JDK 19 on
  static HeaderWriter acquire() {
    long id = Thread.currentThread().getId();
    HeaderWriter writer = POOL[(int) ((id * GOLDEN_RATIO) >>> SHIFT)];
    return writer.taken.compareAndSet(false, true) ? writer : new HeaderWriter();
  }

  /** Writes a trace id, as short as it came, older systems have 64 bits only; where it ends. */
  int traceId(long high, long low) {
    if (high == 0) {
      hex(0, low);
      return 16;
    }
    hex(0, high).hex(16, low);
    return 32;
  }

  /** Writes 64 bits as 16 digits. */
  HeaderWriter hex(int at, long value) {
    Hex.write(value, bytes, at);
    return this;
  }

  /** Writes 8 bits as two digits. */
  HeaderWriter hexByte(int at, int value) {
    bytes[at] = Hex.digit(value >> 4);
    bytes[at + 1] = Hex.digit(value);
    return this;
  }

  /** Writes one character. */
  HeaderWriter ascii(int at, char c) {
    bytes[at] = (byte) c;
    return this;
  }

  /** The text up to a place, all of which was written; the writer is gone. */
  String finish(int length) {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    taken.setRelease(false);
    return text;
  }
}
