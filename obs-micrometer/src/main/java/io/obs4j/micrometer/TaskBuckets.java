package io.obs4j.micrometer;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.obs4j.metrics.Registration;
import java.util.concurrent.TimeUnit;

/**
 * How long the tasks that are running have run so far, in buckets. They come and go, so all of it
 * are gauges: what Prometheus calls a gauge histogram, under the names that it gives to its parts.
 *
 * <p>Each walk asks for the count first, which takes a snapshot for all the others; the callbacks
 * of one walk are called by one thread, in the order in which they were added.
 */
final class TaskBuckets {

  private final LongTaskTimer timer;
  private HistogramSnapshot snapshot;

  private TaskBuckets(LongTaskTimer timer) {
    this.timer = timer;
    snapshot = timer.takeSnapshot();
  }

  /** Shows a timer in place of its count and sum; {@link Registrations#NONE} if without buckets. */
  static Registration of(LongTaskTimer timer, MeterSeries series) {
    TaskBuckets buckets = new TaskBuckets(timer);
    CountAtBucket[] bounds = buckets.snapshot.histogramCounts();
    if (bounds.length == 0) {
      return Registrations.NONE;
    }
    Registration all = series.gauge("gcount", buckets::count);
    for (int i = 0; i < bounds.length; i++) {
      int bucket = i;
      double bound = bounds[i].bucket(TimeUnit.SECONDS);
      if (Double.isFinite(bound)) {
        all =
            Registrations.both(
                all, series.bucket(Double.toString(bound), () -> buckets.upTo(bucket)));
      }
    }
    all = Registrations.both(all, series.bucket("+Inf", () -> buckets.snapshot.count()));
    return Registrations.both(all, series.gauge("gsum", buckets::sum));
  }

  private double count() {
    snapshot = timer.takeSnapshot();
    return snapshot.count();
  }

  private double upTo(int bucket) {
    return snapshot.histogramCounts()[bucket].count();
  }

  private double sum() {
    return snapshot.total(TimeUnit.SECONDS);
  }
}
