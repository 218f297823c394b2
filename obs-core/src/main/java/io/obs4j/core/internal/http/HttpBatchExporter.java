package io.obs4j.core.internal.http;

import io.obs4j.core.BatchExporter;
import io.obs4j.core.ExportResult;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.Uninterrupted;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches over HTTP, several at once: encodes each as one request or more, keeps those that
 * fail and sends them again where that is safe and may help, and tells what arrived. While as many
 * are under way as may be, {@link #export} waits.
 *
 * <p>A request is sent again after a fault of the connection and after 429, 502, 503 and 504. It
 * waits as encoded, in a buffer bounded in bytes, for which the oldest have to go. After three
 * failures in a row the destination counts as down: what is encoded waits, and one request at a
 * time finds out, after growing times, whether it is well again. Threads are daemons, made when
 * they are first needed, at most one a request and one more; all end with {@link #close}.
 *
 * @param <T> the kind of record
 */
public final class HttpBatchExporter<T> implements BatchExporter<T> {

  /** How many bytes of requests may wait to be sent again, unless said otherwise: {@value}. */
  public static final long DEFAULT_RETRY_BYTES = 32L << 20;

  /*
   * Lanes are made one at a time, by export() or for what is on disk, and closed by whoever closes. A
   * lane is added before the flag is read, the flag set before the lanes are: none is missed. So it is
   * with shipments: at the end those that are open are abandoned, after the disk is closed, so that
   * none of their records is taken for lost and lies there. Whoever takes a lane from those that are free
   * owns it until it has done its job; between the two nothing is allocated, as without memory it would
   * be lost.
   *
   * What waits is looked at by each lane before it is free again, and when an alarm goes off, by one
   * that is free. An alarm is set by the lane that is free, after that: if none is free when it goes
   * off, the one that will be looks.
   */

  /** What is left for the disk by a close without time for it. */
  private static final long PUTTING_AWAY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HttpDestination destination;
  private final Supplier<BodyEncoder<T>> encoders;
  private final String prefix;
  private final RetryQueue retries;
  private final List<HttpLane<T>> lanes = new CopyOnWriteArrayList<>();
  private final Set<Shipment> shipments = ConcurrentHashMap.newKeySet();

  private final FreeLanes<T> free;
  private final HttpLane.Depot<T> depot = new Depot();
  private final boolean spills;
  private final SelfMetrics.Observation observation;
  private volatile boolean wanted;
  private volatile boolean closed;

  /**
   * An exporter without any connection yet.
   *
   * @param destination where to send, and how; its alarms are closed with the exporter
   * @param retryBytes how many bytes of requests may wait to be sent again
   * @param encoders makes an encoder for each lane
   */
  public HttpBatchExporter(
      HttpDestination destination, long retryBytes, Supplier<BodyEncoder<T>> encoders) {
    this(destination, retryBytes, null, encoders);
  }

  /**
   * An exporter that begins with what an earlier process has left on disk.
   *
   * @param destination where to send, and how; its alarms are closed with the exporter
   * @param retryBytes how many bytes of requests may wait in memory to be sent again
   * @param spill where those go for which there is no room or no time; closed with the exporter;
   *     null for none
   * @param encoders makes an encoder for each lane
   */
  public HttpBatchExporter(
      HttpDestination destination,
      long retryBytes,
      @Nullable Spill spill,
      Supplier<BodyEncoder<T>> encoders) {
    this.destination = destination;
    this.encoders = encoders;
    this.prefix = "obs4j-" + destination.name() + '-';
    this.free = new FreeLanes<>(destination.settings().concurrency());
    this.spills = spill != null;
    this.retries = new RetryQueue(destination, retryBytes, spill, this::wake);
    this.observation =
        destination.meter().observe(retries.buffer()::bytes, spill == null ? null : spill::bytes);
    if (spills) {
      retries.arm();
    }
  }

  @Override
  public CompletionStage<ExportResult> export(List<T> batch) {
    Shipment shipment = new Shipment(batch.size(), destination.meter());
    try {
      shipments.add(shipment);
      shipment.result().whenComplete((result, failure) -> shipments.remove(shipment));
      if (closed) {
        shipment.abandon();
      } else {
        HttpLane.Job<T> job = new HttpLane.Job<>(batch, shipment);
        awaitLane().begin(job);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shipment.abandon();
    } catch (Throwable e) {
      // Also errors: a batch that no thread takes must not count as under way for ever.
      shipment.fail(e);
      shipment.release();
    }
    return shipment.result();
  }

  private HttpLane<T> awaitLane() throws InterruptedException {
    HttpLane<T> lane = idle();
    if (lane != null) {
      return lane;
    }
    wanted = true;
    try {
      return free.take();
    } finally {
      wanted = false;
    }
  }

  /** A lane that is free, or a new one if there may be more. */
  private @Nullable HttpLane<T> idle() {
    HttpLane<T> lane = free.poll();
    return lane == null ? laneIfAllowed() : lane;
  }

  private synchronized @Nullable HttpLane<T> laneIfAllowed() {
    if (lanes.size() >= destination.settings().concurrency()) {
      return null;
    }
    String name = prefix + (lanes.size() + 1);
    HttpLane<T> lane = new HttpLane<>(name, depot, encoders.get());
    try {
      lane.start();
      lanes.add(lane);
    } catch (OutOfMemoryError e) {
      // The process may have no more threads: those that are there have to do.
      lane.close();
      if (lanes.isEmpty()) {
        throw e;
      }
      return null;
    }
    if (closed) {
      lane.close();
    }
    return lane;
  }

  private void wake() {
    try {
      wakeLanes();
    } catch (Throwable e) {
      // Also errors: what waits is looked at after the next batch.
      destination.report().unreachable(e);
    }
  }

  private void wakeLanes() {
    // The lane that a batch waits for looks at what waits, too, once it has sent that.
    for (int useful = retries.wanted(); useful > 0 && !wanted; useful--) {
      // What an earlier process has left on disk comes before there is any lane.
      HttpLane<T> lane = lanes.isEmpty() ? idle() : free.poll();
      if (lane == null) {
        return;
      }
      lane.look();
    }
  }

  /** Sends what waits as soon as the destination itself allows. */
  public void hurry() {
    retries.hurry();
  }

  /**
   * Begins to end: sends what waits as soon as the destination itself allows. With a disk, whatever
   * the destination fails to take in goes there if it is down, and all the rest when the time is
   * over.
   *
   * @param limit how long there is to send
   */
  public void finish(Duration limit) {
    retries.finish();
    if (!spills) {
      return;
    }
    try {
      destination.alarms().after(TimeUnit.NANOSECONDS.convert(limit), this::stop);
    } catch (OutOfMemoryError e) {
      // The process may have no more threads: what is not sent goes to the disk with close().
    }
  }

  /** Whether there is a disk. */
  boolean spills() {
    return spills;
  }

  private void stop() {
    retries.stop();
    for (HttpLane<T> lane : lanes) {
      lane.stop();
    }
    retries.putAway(); // Last, as a disk may take its time.
  }

  /**
   * How much waits in memory to be sent again.
   *
   * @return in bytes
   */
  public long retryBytes() {
    return retries.buffer().bytes();
  }

  /**
   * Abandons what is under way or waits, or leaves it on disk, and waits for the threads to end.
   * Afterwards the fate of all that was ever handed over is known. Being interrupted does not cut
   * the wait short.
   *
   * @param limit how long to wait at the most; a disk that hangs may have a second more
   */
  public void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    closed = true;
    for (HttpLane<T> lane : lanes) {
      lane.close();
    }
    for (HttpLane<T> lane : lanes) {
      lane.await(deadline);
    }
    destination.alarms().close();
    try {
      closeRetries(deadline);
    } finally {
      shipments.forEach(Shipment::abandon);
      observation.end();
    }
  }

  /** A disk that hangs keeps a thread of its own, and whoever closes no longer than it allows. */
  private void closeRetries(long deadline) {
    if (!spills) {
      retries.close();
      return;
    }
    Thread thread = HttpLane.daemon(retries::close, prefix + "close");
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      retries.close(); // The process may have no more threads.
      return;
    }
    Uninterrupted.join(thread, Math.max(deadline - System.nanoTime(), PUTTING_AWAY_NANOS));
  }

  private final class Depot implements HttpLane.Depot<T> {

    @Override
    public HttpDestination destination() {
      return destination;
    }

    @Override
    public RetryQueue retries() {
      return retries;
    }

    @Override
    public void free(HttpLane<T> lane) {
      free.add(lane);
    }

    @Override
    public boolean isWanted() {
      return wanted;
    }

    @Override
    public void wake() {
      HttpBatchExporter.this.wake();
    }
  }
}
