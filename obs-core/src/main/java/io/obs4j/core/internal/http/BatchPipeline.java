package io.obs4j.core.internal.http;

import io.obs4j.core.BatchExporter;
import io.obs4j.core.Batcher;
import io.obs4j.core.RecordSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Carries spans or log records from where they are made to where they are sent. Safe for use by any
 * thread.
 *
 * @param <T> the kind of record
 */
public final class BatchPipeline<T> {

  /** For the disk at the end, when the time to send is over: a fourth, but not more than this. */
  private static final Duration MOST_TO_SPILL = Duration.ofSeconds(2);

  private final HttpBatchExporter<T> exporter;
  private final Batcher<T> batcher;
  private final RecordSource.Subscription subscription;

  private BatchPipeline(
      HttpBatchExporter<T> exporter, Batcher<T> batcher, RecordSource.Subscription subscription) {
    this.exporter = exporter;
    this.batcher = batcher;
    this.subscription = subscription;
  }

  /**
   * Begins to carry. Whatever cannot be begun leaves nothing behind.
   *
   * @param <T> the kind of record
   * @param exporter closed with the pipeline
   * @param batching starts the batcher before the exporter
   * @param source of the records
   * @return a pipeline that runs until it is closed
   */
  public static <T> BatchPipeline<T> open(
      HttpBatchExporter<T> exporter,
      Function<BatchExporter<T>, Batcher<T>> batching,
      RecordSource<T> source) {
    Batcher<T> batcher = null;
    RecordSource.Subscription subscription = null;
    try {
      batcher = batching.apply(exporter);
      subscription = source.subscribe(batcher);
      return new BatchPipeline<>(exporter, batcher, subscription);
    } finally {
      if (subscription == null) {
        exporter.close(Duration.ZERO);
        if (batcher != null) {
          batcher.close(Duration.ZERO);
        }
      }
    }
  }

  /**
   * Sends what waits.
   *
   * @param limit how long to take at the most
   * @return whether all arrived that was recorded before
   */
  public boolean flush(Duration limit) {
    exporter.hurry();
    return batcher.flush(limit);
  }

  /**
   * Sends what is left, and gives back what it holds.
   *
   * @param limit how long to take at the most
   */
  public void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    try {
      subscription.close();
      finish(limit);
    } finally {
      // The exporter goes first: it says what is on disk, before the rest counts as dropped.
      try {
        exporter.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      } finally {
        batcher.close(Duration.ZERO);
      }
    }
  }

  private void finish(Duration limit) {
    Duration fourth = limit.dividedBy(4);
    Duration toSpill = fourth.compareTo(MOST_TO_SPILL) < 0 ? fourth : MOST_TO_SPILL;
    exporter.finish(limit.minus(toSpill));
    batcher.finish(exporter.spills() ? limit.minus(toSpill.dividedBy(2)) : limit);
  }
}
