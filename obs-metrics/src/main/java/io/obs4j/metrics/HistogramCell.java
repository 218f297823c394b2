package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Exemplar;
import io.obs4j.core.MetricVisitor;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A series of a histogram. */
final class HistogramCell extends StripedCell<HistogramStripe> implements Histogram {

  /*
   * An exemplar is taken while `armed` has the bit of its bucket, which a reading sets and the
   * exemplar clears. All that concerns exemplars is written without order: what may be lost is an
   * exemplar to a later one, and attempts, which are counted roughly.
   */
  private final HistogramLayout layout;
  private long armed;
  private int attempts;
  private volatile @Nullable Exemplar @Nullable [] exemplars;

  private HistogramCell(Place place, HistogramLayout layout) {
    super(place, new HistogramStripe(layout));
    this.layout = layout;
    arm();
  }

  /** A series with the buckets that its metric declares. */
  static HistogramCell of(Place place) {
    return new HistogramCell(place, (HistogramLayout) place.table().declaration().aggregation());
  }

  @Override
  public void record(double value) {
    record(value, null);
  }

  /**
   * Records a value.
   *
   * @param context for an exemplar; null for the current one
   */
  void record(double value, @Nullable Context context) {
    if (Math.abs(value) <= Double.MAX_VALUE) {
      record(value, 0, context);
    } else {
      table.refuse(Refusal.NOT_FINITE);
    }
  }

  @Override
  public void recordNanos(long nanos) {
    if (!layout.isTime()) {
      table.refuse(Refusal.UNIT);
    } else if (nanos >= -ExactSum.MOST_NANOS && nanos <= ExactSum.MOST_NANOS) {
      record(layout.valueOfNanos(nanos), nanos, null);
    } else {
      record(layout.fromNanos(nanos), 0, null);
    }
  }

  private void record(double value, long nanos, @Nullable Context context) {
    put(value, nanos);
    if (armed != 0) {
      sample(value, context);
    }
  }

  @Override
  public Timing start() {
    return new ElapsedTiming(this, table.clock());
  }

  @Override
  public <T> T time(Callable<T> task) throws Exception {
    Clock clock = table.clock();
    long start = clock.nanoTime();
    try {
      return task.call();
    } finally {
      recordNanos(clock.nanoTime() - start);
    }
  }

  @Override
  HistogramStripe stripe() {
    return new HistogramStripe.Padded(layout);
  }

  @Override
  void add(HistogramStripe stripe, double value, long nanos) {
    stripe.add(value, nanos);
  }

  @Override
  void read(HistogramStripe stripe, Readings readings) {
    stripe.addTo(readings.histogram());
  }

  private void sample(double value, @Nullable Context context) {
    int bucket = layout.bucket(value);
    long bit = 1L << bucket;
    if ((armed & bit) == 0) {
      return;
    }
    Exemplars source = table.exemplars();
    Exemplar captured = source.capture(value, context);
    if (captured != null) {
      @Nullable Exemplar[] recent = exemplars;
      if (recent == null) {
        recent = new Exemplar[layout.bounds.length + 1];
        exemplars = recent;
      }
      recent[bucket] = captured;
      armed &= ~bit;
    } else if (--attempts <= 0) {
      attempts = source.attempts();
      armed = source.isTraced() ? armed & ~bit : 0;
    }
  }

  private void arm() {
    attempts = table.exemplars().attempts();
    long all = attempts == 0 ? 0 : -1;
    if (armed != all) {
      armed = all;
    }
  }

  @Override
  void accept(MetricVisitor visitor, Readings readings) {
    HistogramFlyweight reading = readings.histogram();
    reading.begin(layout, exemplars);
    readAll(readings);
    visitor.histogram(this, reading.end());
    arm();
  }
}
