package io.obs4j.export.otlp;

import io.obs4j.core.MetricReader;
import io.obs4j.core.internal.Uninterrupted;
import io.obs4j.core.internal.http.Delivery;
import io.obs4j.core.internal.http.HttpDestination;
import io.obs4j.core.internal.http.HttpSender;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads metrics at each interval and sends them. A reading that does not arrive is not kept: after
 * a growing time, at the latest at the next interval, there is another one, which has all that it
 * had. Safe for use by any thread.
 */
final class MetricPipeline {

  /*
   * One thread reads and sends; the encoder and the sender are its own. Whoever flushes asks for a
   * reading that begins later, by a number, and waits until one with that number or a higher one has
   * arrived or was refused. The numbers and the end are guarded by the lock, under which nothing is
   * read or sent. Time is that of System.nanoTime(), as it rules how long threads wait.
   */

  private final HttpDestination destination;
  private final MetricReader reader;
  private final MetricRequestEncoder encoder;
  private final HttpSender sender;
  private final long intervalNanos;
  private final long timeoutNanos;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long asked;
  private long delivered;
  private long refused;
  private boolean closed;

  /** Until when the destination has asked to be left alone; written by the thread. */
  private volatile long allowedFrom = System.nanoTime();

  // The thread's own: when it reads next, if nobody asks; and how often it has failed since it
  // worked.
  private long nextTick;
  private long nextReading;
  private int failures;

  MetricPipeline(
      HttpDestination destination,
      OtlpPipelines.MetricSettings settings,
      MetricReader reader,
      MetricRequestEncoder encoder) {
    this.destination = destination;
    this.reader = reader;
    this.encoder = encoder;
    this.sender = new HttpSender(destination);
    this.intervalNanos = settings.interval().toNanos();
    this.timeoutNanos = settings.timeout().isZero() ? Long.MAX_VALUE : settings.timeout().toNanos();
    this.thread = new Thread(null, this::run, "obs4j-" + destination.name(), 0, false);
    thread.setDaemon(true);
  }

  void start() {
    nextTick = System.nanoTime() + intervalNanos;
    nextReading = nextTick;
    thread.start();
  }

  private void run() {
    long number = 0;
    while (true) {
      lock.lock();
      try {
        awaitReading(number);
        if (closed) {
          break;
        }
        number = asked;
      } catch (InterruptedException e) {
        continue; // Closing does not interrupt; a callback has interrupted its own thread.
      } finally {
        lock.unlock();
      }
      conclude(number, readAndSendSafely());
    }
    sender.close();
  }

  private void awaitReading(long seen) throws InterruptedException {
    while (!closed) {
      long nanos = (asked == seen ? nextReading : allowedFrom) - System.nanoTime();
      if (nanos <= 0) {
        return;
      }
      changed.awaitNanos(nanos);
    }
  }

  /** Also when telling a fault fails, as without memory: that must not end the thread either. */
  private Delivery.Fate readAndSendSafely() {
    try {
      return readAndSend();
    } catch (Throwable e) {
      schedule(Delivery.Fate.FAILED, 0);
      return Delivery.Fate.FAILED;
    }
  }

  private Delivery.Fate readAndSend() {
    try {
      int requests = encoder.collect(reader, destination.clock().epochNanos());
      for (Throwable cause : encoder.leftOut()) {
        destination.report().unreadable("A series", cause);
      }
      if (encoder.leftOut().isEmpty()) {
        destination.report().readable();
      }
      return send(requests);
    } catch (Throwable e) {
      // Also errors: a reading that cannot be written must not end the thread.
      destination.report().unreadable("A reading of all metrics", e);
      schedule(Delivery.Fate.REFUSED, 0);
      return Delivery.Fate.REFUSED;
    }
  }

  /** Sends what was read; ends with the first request that fails, as the others would. */
  private Delivery.Fate send(int requests) throws IOException {
    long deadline = System.nanoTime() + timeoutNanos;
    Delivery.Fate fate = Delivery.Fate.DELIVERED;
    long askedNanos = 0;
    for (int i = 0; i < requests && fate != Delivery.Fate.FAILED; i++) {
      int points = encoder.pointCount(i);
      encoder.copyTo(i, sender.begin());
      sender.end();
      destination.meter().begun(points);
      Delivery delivery = sender.send(points, Math.max(1, deadline - System.nanoTime()));
      settle(i, points, delivery);
      if (delivery.fate() != Delivery.Fate.DELIVERED) {
        fate = delivery.fate();
        askedNanos = delivery.askedNanos();
      } else if (delivery.rejected() > 0) {
        fate = Delivery.Fate.REFUSED;
      }
    }
    schedule(fate, askedNanos);
    return fate;
  }

  private void settle(int request, int points, Delivery delivery) {
    boolean delivered = delivery.fate() == Delivery.Fate.DELIVERED;
    if (delivered) {
      encoder.acknowledge(request);
    }
    int lost = delivered ? delivery.rejected() : points;
    if (lost > 0) {
      destination.meter().settled(lost, delivery.reason());
    }
    if (points > lost) {
      destination.meter().settled(points - lost, "");
    }
  }

  private void schedule(Delivery.Fate fate, long askedNanos) {
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick += ((now - nextTick) / intervalNanos + 1) * intervalNanos;
    }
    nextReading = nextTick;
    allowedFrom = now + askedNanos;
    if (fate == Delivery.Fate.FAILED) {
      long delay = Math.min(destination.retry().delayNanos(++failures), nextTick - now);
      nextReading = now + Math.max(delay, askedNanos);
    } else {
      failures = 0;
    }
  }

  private void conclude(long number, Delivery.Fate fate) {
    lock.lock();
    try {
      if (fate == Delivery.Fate.DELIVERED) {
        delivered = number;
      } else if (fate == Delivery.Fate.REFUSED) {
        refused = number;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether all was read and arrived that was recorded before. */
  boolean flush(Duration limit) {
    try {
      return awaitArrival(ask(), System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Has a reading begin, and gives its number. */
  private long ask() {
    lock.lock();
    try {
      changed.signalAll();
      return ++asked;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a reading with this number or a higher one has arrived. */
  private boolean awaitArrival(long number, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && delivered < number && refused < number) {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0 || allowedFrom - deadline >= 0) {
          return false;
        }
        changed.awaitNanos(nanos);
      }
      return delivered >= number;
    } finally {
      lock.unlock();
    }
  }

  /** Reads and sends once more, also on a thread that is interrupted, then ends. */
  void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    long number = ask();
    Uninterrupted.await(left -> awaitArrival(number, deadline), deadline - System.nanoTime());
    end();
    Uninterrupted.join(thread, deadline - System.nanoTime());
    destination.alarms().close();
    reader.close();
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    sender.abort();
  }
}
