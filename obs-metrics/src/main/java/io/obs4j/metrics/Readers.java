package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.SelfMetrics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The registered readers, and what each has seen of removed series.
 *
 * <p>Removals are numbered once they are shown. A walk notes the last number before it begins; once
 * it has ended well, its reader has seen all removals up to that number. Safe for use by any
 * thread.
 */
final class Readers {

  /** How long a removed series waits for a reader that does not walk. */
  private static final long LONGEST_WAIT_NANOS = 300_000_000_000L;

  /** How many removed series of one table wait for it. */
  private static final int MOST_WAITING = 1_000;

  private final AtomicLong removals = new AtomicLong();
  private final Set<Reader> open = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final SelfMetrics.Counter unseen;

  Readers(Clock clock, SelfMetrics.Counter unseen) {
    this.clock = clock;
    this.unseen = unseen;
  }

  long nextRemoval() {
    return removals.incrementAndGet();
  }

  /**
   * Whether nobody waits for a removal any longer; a series that was not seen by all is counted.
   *
   * @param newer how many series of the table were removed later
   */
  boolean settles(Roster.Removal removal, int newer) {
    if (isSeenByAll(removal.number)) {
      return true;
    }
    boolean overdue =
        newer >= MOST_WAITING || clock.nanoTime() - removal.nanoTime > LONGEST_WAIT_NANOS;
    if (overdue) {
      unseen.increment();
    }
    return overdue;
  }

  private boolean isSeenByAll(long removal) {
    for (Reader reader : open) {
      if (reader.seen.get() < removal) {
        return false;
      }
    }
    return true;
  }

  /**
   * Opens a reader.
   *
   * @param retirement lets go of what all readers have seen; run after each of its walks
   */
  MetricReader open(MetricSource source, Runnable retirement) {
    Reader reader = new Reader(source, retirement);
    open.add(reader);
    return reader;
  }

  private final class Reader implements MetricReader {

    private final MetricSource source;
    private final Runnable retirement;
    private final AtomicLong seen = new AtomicLong(removals.get());
    private volatile long shown;

    Reader(MetricSource source, Runnable retirement) {
      this.source = source;
      this.retirement = retirement;
    }

    @Override
    public void visit(MetricVisitor visitor) {
      see(walk(visitor));
    }

    @Override
    public void preview(MetricVisitor visitor) {
      shown = walk(visitor);
    }

    @Override
    public void confirm() {
      see(shown);
    }

    private long walk(MetricVisitor visitor) {
      long before = removals.get();
      source.visit(visitor);
      return before;
    }

    private void see(long removal) {
      seen.accumulateAndGet(removal, Math::max);
      retirement.run();
    }

    @Override
    public void close() {
      open.remove(this);
      retirement.run();
    }
  }
}
