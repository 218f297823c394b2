package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.SelfMetrics;
import io.obs4j.logging.format.LogEvent;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** So many lines a second of one logger with one message template, and no more. */
final class TemplateLimit {
  /*
   * A bucket is the generic cell rate algorithm (ITU-T I.371): one word, the time at which the
   * bucket would be full again if nothing came. An event is let through if that lies no further
   * ahead than one second, and moves it on by its share of a second, by compare-and-set.
   *
   * Buckets live in a table of fixed size. A template that finds no place takes over the bucket of
   * one that is full and owes no count that is still worth telling; if there is none among those
   * that it may have, it is let through: a limit that is missed does less harm than a line. Two who
   * take over one place at once may let a line too many through. Both looking and taking are
   * lock-free.
   *
   * Buckets keep their templates alive, so a template that is long, as a rule a message that was put
   * together by hand, is let through as well: those in the table take 8 MiB at the most.
   */

  private static final int PLACES = 4_096;
  private static final int PROBES = 4;
  private static final int LONGEST = 1_024;
  private static final long SECOND = 1_000_000_000;

  /** After so long a count is given up that no line came to tell. */
  private static final long LONGEST_OWED = 60 * SECOND;

  /** The lines of one logger with one template. */
  private static final class Bucket {

    final String logger;
    final String template;
    final AtomicLong fullAt;
    final AtomicLong suppressed = new AtomicLong();

    Bucket(String logger, String template, long now) {
      this.logger = logger;
      this.template = template;
      this.fullAt = new AtomicLong(now);
    }

    boolean isOf(String otherLogger, String otherTemplate) {
      return template.equals(otherTemplate) && logger.equals(otherLogger);
    }

    boolean take(long now, long interval) {
      while (true) {
        long full = fullAt.get();
        long next = (full - now < 0 ? now : full) + interval;
        if (next - now > SECOND) {
          return false;
        }
        if (fullAt.compareAndSet(full, next)) {
          return true;
        }
      }
    }

    boolean isIdle(long now) {
      long idle = now - fullAt.get();
      return idle >= (suppressed.get() == 0 ? 0 : LONGEST_OWED);
    }
  }

  private final AtomicReferenceArray<@Nullable Bucket> places = new AtomicReferenceArray<>(PLACES);
  private final Clock clock;
  private final SelfMetrics.Counter count;
  private final long interval;

  TemplateLimit(int linesPerSecond, Clock clock, SelfMetrics.Counter count) {
    this.clock = clock;
    this.count = count;
    this.interval = SECOND / linesPerSecond;
  }

  /** The event, perhaps with the number of those held back before it; null if it is held back. */
  @Nullable LogEvent let(LogEvent event) {
    String template = Objects.requireNonNullElse(event.message(), "");
    if (template.length() > LONGEST) {
      return event;
    }
    long now = clock.nanoTime();
    Bucket bucket = bucket(event.logger(), template, now);
    if (bucket == null) {
      return event;
    }
    if (!bucket.take(now, interval)) {
      bucket.suppressed.incrementAndGet();
      count.increment();
      return null;
    }
    long before = bucket.suppressed.get() == 0 ? 0 : bucket.suppressed.getAndSet(0);
    return before == 0 ? event : new AnnotatedEvent(event, "log.suppressed", before);
  }

  private @Nullable Bucket bucket(String logger, String template, long now) {
    int hash = 31 * template.hashCode() + logger.hashCode();
    int home = (hash ^ (hash >>> 16)) & (PLACES - 1);
    int free = -1;
    for (int i = 0; i < PROBES; i++) {
      int place = (home + i) & (PLACES - 1);
      Bucket bucket = places.get(place);
      if (bucket == null) {
        free = free < 0 ? place : free;
        break;
      }
      if (bucket.isOf(logger, template)) {
        return bucket;
      }
      if (free < 0 && bucket.isIdle(now)) {
        free = place;
      }
    }
    if (free < 0) {
      return null;
    }
    Bucket bucket = new Bucket(logger, template, now);
    places.set(free, bucket);
    return bucket;
  }
}
