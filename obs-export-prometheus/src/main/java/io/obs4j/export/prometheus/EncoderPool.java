package io.obs4j.export.prometheus;

import io.obs4j.core.internal.GzipStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The encoders that no scrape is using. A scrape owns its encoder, and with it all that is cached,
 * so nothing of it is ever shared. Safe for use by any thread.
 */
final class EncoderPool {
  /*
   * The last one returned is the first one taken, so that scrapes one after another share one
   * encoder, and the caches are there twice only while scrapes overlap. One that was not needed for
   * a number of scrapes is let go, and so is the oldest beyond a number of encoders.
   *
   * The lock is held for a few steps through a short list, never while a page is made.
   */

  private static final int MOST_IDLE = 4;
  private static final int IDLE_SCRAPES = 64;

  /** An encoder with its format and a compressor, and when it was used last, counted in scrapes. */
  static final class Lease {
    final ExpositionFormat format;
    final Encoder encoder;
    private @Nullable GzipStream gzip;
    private long lastUse;

    Lease(ExpositionFormat format, Encoder encoder) {
      this.format = format;
      this.encoder = encoder;
    }

    GzipStream gzip() {
      if (gzip == null) {
        gzip = new GzipStream();
      }
      return gzip;
    }

    private void release() {
      if (gzip != null) {
        gzip.release();
      }
    }
  }

  private final Deque<Lease> idle = new ArrayDeque<>(MOST_IDLE + 1);
  private final Naming naming;
  private final Collisions collisions;
  private final boolean createdTimestamps;
  private long scrapes;

  EncoderPool(Naming naming, Collisions collisions, boolean createdTimestamps) {
    this.naming = naming;
    this.collisions = collisions;
    this.createdTimestamps = createdTimestamps;
  }

  Lease take(ExpositionFormat format) {
    Lease lease = takeIdle(format);
    return lease == null ? new Lease(format, create(format)) : lease;
  }

  private Encoder create(ExpositionFormat format) {
    return switch (format.encoding()) {
      case TEXT, TEXT_1 -> new TextEncoder(naming, format.escaping(), collisions);
      case OPEN_METRICS ->
          new OpenMetricsEncoder(naming, format.escaping(), collisions, createdTimestamps);
      case PROTOBUF ->
          new ProtobufEncoder(naming, format.escaping(), collisions, createdTimestamps);
    };
  }

  private synchronized @Nullable Lease takeIdle(ExpositionFormat format) {
    for (Iterator<Lease> leases = idle.iterator(); leases.hasNext(); ) {
      Lease lease = leases.next();
      if (lease.format.equals(format)) {
        leases.remove();
        return lease;
      }
    }
    return null;
  }

  synchronized void giveBack(Lease lease) {
    lease.lastUse = ++scrapes;
    idle.addFirst(lease);
    while (idle.size() > MOST_IDLE || idle.getLast().lastUse < scrapes - IDLE_SCRAPES) {
      idle.removeLast().release();
    }
  }
}
