package io.obs4j.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries finished records from the threads that made them to one destination: a bounded queue, and
 * one daemon thread that hands batches to a {@link BatchExporter}. Each destination has a batcher
 * of its own, so that a slow one holds up no other.
 *
 * <p>Accepting a record never waits, allocates nothing and never throws. A record that the queue
 * has no room for is dropped, as is one that the exporter does not deliver; every drop is counted
 * in {@code obs.batch.dropped} with its reason, and one log line tells when dropping begins and
 * when it ends. Once closed, what was offered equals what was delivered, what was dropped, and what
 * the exporter keeps on disk.
 *
 * <p>An export counts as failed if it throws, returns null, fails, or takes longer after it has
 * returned than {@link BatchSettings#exportTimeout()}; an answer that comes later than that changes
 * nothing. Nothing of this ends the thread. An exporter that does not return from its call holds up
 * its own batcher, timeouts included, until that is closed, which interrupts it.
 *
 * <p>Safe for use by any thread.
 *
 * @param <T> the kind of record
 */
public final class Batcher<T> implements Consumer<T> {

  /*
   * Three parts, each with a comment of its own: RecordQueue, between the recording threads and the
   * worker; BatchWorker, the thread; BatchLedger, which knows of each record that left the queue what
   * became of it. A record is counted once: refused by this class, or dropped or delivered by the
   * ledger. A thread that offers while the worker ends either sees the end and counts what is left, or
   * is seen by the end.
   *
   * On the usual path accept() reads three words that hardly ever change and does one
   * compare-and-set, on the queue.
   */

  private final RecordQueue<T> queue;
  private final BatchLedger<T> ledger;
  private final BatchTally tally;
  private final BatchWorker<T> worker;
  private final Admission<? super T> admission;
  private final SelfMetrics.Observation observation;

  /** One whose thread is not started. */
  Batcher(
      Signal signal,
      String destination,
      BatchSettings settings,
      BatchExporter<T> exporter,
      Admission<? super T> admission,
      Diagnostics diagnostics) {
    Objects.requireNonNull(exporter, "exporter");
    this.admission = Objects.requireNonNull(admission, "admission");
    this.tally = new BatchTally(signal, destination, diagnostics);
    this.queue =
        new RecordQueue<>(settings.queueSize(), settings.queueBytes(), settings.batchSize());
    this.ledger = new BatchLedger<>(queue, tally);
    String name = "obs4j-" + BatchTally.name(signal) + '-' + destination;
    this.worker = new BatchWorker<>(name, settings, queue, ledger, tally, exporter);
    this.observation = tally.observe(queue::size, settings.queueSize());
  }

  /**
   * Starts to carry sampled spans to a destination. A span that was only recorded is passed over,
   * and not counted: it is for this process alone.
   *
   * @param destination a short name, such as {@code zipkin}: an attribute of the exported counts
   * @param settings of the queue and the batches
   * @param exporter who sends them
   * @param diagnostics where drops are counted and told
   * @return a batcher that runs until it is closed
   */
  public static Batcher<SpanRecord> spans(
      String destination,
      BatchSettings settings,
      BatchExporter<SpanRecord> exporter,
      Diagnostics diagnostics) {
    return start(Signal.TRACES, destination, settings, exporter, new SpanAdmission(), diagnostics);
  }

  /**
   * Starts to carry log records to a destination. The fuller the queue, the graver must be what
   * still gets in: below INFO up to half of it, INFO up to three quarters, WARN up to nine tenths.
   *
   * @param destination a short name, such as {@code otlp}: an attribute of the exported counts
   * @param settings of the queue and the batches
   * @param exporter who sends them
   * @param diagnostics where drops are counted and told
   * @return a batcher that runs until it is closed
   */
  public static Batcher<LogRecord> logs(
      String destination,
      BatchSettings settings,
      BatchExporter<LogRecord> exporter,
      Diagnostics diagnostics) {
    return start(Signal.LOGS, destination, settings, exporter, new LogAdmission(), diagnostics);
  }

  /**
   * Starts to carry records of any kind to a destination.
   *
   * @param <T> the kind of record
   * @param signal that the records belong to, {@link Signal#TRACES} or {@link Signal#LOGS}
   * @param destination a short name, such as {@code zipkin}: an attribute of the exported counts
   * @param settings of the queue and the batches
   * @param exporter who sends them
   * @param admission what a record weighs, and how full the queue may be for it
   * @param diagnostics where drops are counted and told
   * @return a batcher that runs until it is closed
   * @throws IllegalArgumentException if the signal is {@link Signal#METRICS}, which is walked
   */
  public static <T> Batcher<T> start(
      Signal signal,
      String destination,
      BatchSettings settings,
      BatchExporter<T> exporter,
      Admission<? super T> admission,
      Diagnostics diagnostics) {
    Batcher<T> batcher =
        new Batcher<>(signal, destination, settings, exporter, admission, diagnostics);
    batcher.worker.start();
    return batcher;
  }

  /** The part that runs on the thread. */
  BatchWorker<T> worker() {
    return worker;
  }

  /**
   * Takes a record in, or drops it and counts that; one that the {@link Admission} says is not
   * meant for this destination is passed over. Never waits, never throws.
   *
   * @param record that is finished
   */
  @Override
  public void accept(T record) {
    DropReason refused = offer(record);
    if (refused == null) {
      worker.answer(queue.afterOffer());
    } else {
      tally.refuse(refused);
    }
  }

  private @Nullable DropReason offer(T record) {
    try {
      if (!admission.concerns(record)) {
        return null;
      }
      if (worker.isClosing()) {
        return DropReason.CLOSED;
      }
      return queue.offer(record, admission.weight(record), admission.watermark(record));
    } catch (RuntimeException | Error e) {
      return DropReason.UNREADABLE;
    }
  }

  /**
   * Has all records exported that were accepted before the call, and waits until their fate is
   * known. Records that come later are not waited for, so it ends under any load.
   *
   * @param limit how long to wait at the most
   * @return false if one of those whose fate was open when it was called was dropped (or one that
   *     travelled in the same batch), or is not settled yet, because time ran out, the thread was
   *     interrupted, or it is the exporter itself that asks; false, too, after a close that
   *     abandoned records. What was dropped just before the call is not told here, but in {@code
   *     obs.batch.dropped}
   */
  public boolean flush(Duration limit) {
    FlushTicket ticket = ledger.open();
    worker.call();
    long nanos = worker.isCurrentThread() ? 0 : TimeUnit.NANOSECONDS.convert(limit);
    try {
      return ticket.await(nanos);
    } finally {
      ledger.cancel(ticket);
    }
  }

  /**
   * Takes no more records, and delivers those that wait. Being interrupted does not cut the wait
   * short. {@link #close} must follow; an exporter that settles what it has in hand when it is
   * closed itself is closed in between.
   *
   * @param limit how long to take at the most
   * @return whether the fate of all is known; otherwise they stay under way
   */
  public boolean finish(Duration limit) {
    worker.finish();
    return worker.awaitEnd(worker.isCurrentThread() ? 0 : TimeUnit.NANOSECONDS.convert(limit));
  }

  /**
   * Takes no more records, delivers those that wait, and ends the thread. What is not delivered in
   * time is counted as dropped, and the exporter is interrupted. Being interrupted does not cut the
   * wait short. If several close, all wait, and the shortest limit rules. Idempotent.
   *
   * @param limit how long to take at the most
   */
  public void close(Duration limit) {
    if (!finish(limit)) {
      worker.abandon();
    }
    observation.end();
  }
}
