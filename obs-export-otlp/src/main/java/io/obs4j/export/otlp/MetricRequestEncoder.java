package io.obs4j.export.otlp;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Resource;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.internal.ByteSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one reader reads as {@code ExportMetricsServiceRequest}, for one destination: several
 * requests, where one would be too large. Used by one thread at a time.
 *
 * <p>A removed series stays visible to the reader until all requests of a collection that shows it
 * are acknowledged. What is told as differences is counted from the last reading that was
 * acknowledged.
 */
final class MetricRequestEncoder implements MetricVisitor {

  private final OtlpTemporality temporality;
  private final long limit;
  private final MessageWriter like;
  private final MetricDraft draft;
  private final IdentityHashMap<MetricFamily, MetricPage> pages = new IdentityHashMap<>();
  private final List<Baselines> baselines = new ArrayList<>();
  private final List<MessageWriter> requests = new ArrayList<>();
  private final List<Throwable> leftOut = new ArrayList<>();
  private final BitSet acknowledged = new BitSet();

  private int[] pointCounts = {};
  private int requestCount;
  private @Nullable MetricReader reader;
  private long time;
  private long exemplarsFrom;
  private @Nullable MetricPage page;

  MetricRequestEncoder(
      Resource resource, OtlpProtocol protocol, OtlpTemporality temporality, int limit) {
    this.temporality = temporality;
    this.limit = limit;
    like = MessageWriter.of(protocol);
    draft = new MetricDraft(like, Headers.resource(like, resource), limit);
  }

  /**
   * Reads all metrics. What was not acknowledged of the collection before is taken to be lost.
   *
   * @param from whom; always the same
   * @param epochNanos the time of the readings
   * @return how many requests there are to be sent, zero if there is nothing to tell
   */
  int collect(MetricReader from, long epochNanos) {
    for (int i = 0; i < baselines.size(); i++) {
      baselines.get(i).settle(acknowledged, time);
    }
    acknowledged.clear();
    leftOut.clear();
    requestCount = 0;
    reader = from;
    time = epochNanos;
    draft.begin();
    try {
      from.preview(this);
      finishRequest();
    } catch (RuntimeException | Error e) {
      requestCount = 0;
      throw e;
    } finally {
      page = null;
      draft.leave();
    }
    if (requestCount == 0) {
      confirm();
    }
    return requestCount;
  }

  /** Copies a request of the last collection. */
  void copyTo(int request, ByteSink body) {
    requests.get(Objects.checkIndex(request, requestCount)).copyTo(body);
  }

  /** How many points a request of the last collection holds. */
  int pointCount(int request) {
    return pointCounts[Objects.checkIndex(request, requestCount)];
  }

  /** The destination has taken in a request of the last collection. */
  void acknowledge(int request) {
    acknowledged.set(Objects.checkIndex(request, requestCount));
    if (acknowledged.cardinality() == requestCount) {
      confirm();
    }
  }

  private void confirm() {
    exemplarsFrom = time;
    Objects.requireNonNull(reader).confirm();
  }

  /** What the series have thrown that the last collection leaves out. */
  List<Throwable> leftOut() {
    return leftOut;
  }

  @Override
  public void family(MetricFamily family) {
    MetricPage next = pages.get(family);
    if (next == null) {
      next = new MetricPage(family, draft.sheet(family.scope()), temporality.isDelta(family));
      if (next.baselines() != null) {
        baselines.add(next.baselines()); // without memory for more, of a page that is not used
      }
      pages.put(family, next);
    }
    draft.turnTo(next);
    page = next;
  }

  @Override
  public void counter(Series series, NumberReading reading) {
    add(series, reading);
  }

  @Override
  public void gauge(Series series, NumberReading reading) {
    add(series, reading);
  }

  @Override
  public void histogram(Series series, HistogramReading reading) {
    add(series, reading);
  }

  @Override
  public void summary(Series series, SummaryReading reading) {
    add(series, reading);
  }

  @Override
  public void info(Series series) {
    add(series, series);
  }

  @Override
  public void stateSet(Series series, StateSetReading reading) {
    add(series, reading);
  }

  /** Writes the points of a series, or nothing if it throws: attributes may be of any class. */
  private void add(Series series, Object reading) {
    MetricPage to = Objects.requireNonNull(page);
    openMetric(to, reading);
    PointRun run = to.run;
    int written = to.sheet.writer.size();
    int added = run == null ? 0 : run.size();
    int copied = run == null ? 0 : run.copied();
    long before = to.size();
    int count;
    try {
      count = write(to, series, reading);
    } catch (RuntimeException | Error e) {
      undo(to, written, added, copied);
      leftOut.add(e);
      return;
    }
    if (draft.fits(to)) {
      draft.add(count);
      if (to.baselines() != null) {
        to.baselines().sent(series.index(), count == 0 ? Baselines.UNCHANGED : requestCount);
      }
      return;
    }
    long size = to.size() - before;
    undo(to, written, added, copied);
    if (draft.points() > 0) {
      finishRequest();
      draft.begin();
      add(series, reading);
    } else {
      leftOut.add(RequestEncoder.tooLarge((int) size, limit));
    }
  }

  private static void undo(MetricPage to, int written, int added, int copied) {
    to.sheet.writer.truncate(written);
    if (to.run != null) {
      to.run.undo(added, copied);
    }
  }

  private int write(MetricPage to, Series series, Object reading) {
    return switch (to.family.kind()) {
      case COUNTER, UP_DOWN_COUNTER, GAUGE -> number(to, series, (NumberReading) reading);
      case HISTOGRAM -> histogram(to, series, (HistogramReading) reading);
      case SUMMARY -> {
        to.enter(series, Otlp.SummaryPoint.ATTRIBUTES, 1);
        points(to, series.startEpochNanos()).summary((SummaryReading) reading, to.labels(series));
        yield 1;
      }
      case INFO -> {
        to.enter(series, Otlp.NumberPoint.ATTRIBUTES, 1);
        points(to, series.startEpochNanos()).integer(1, to.labels(series));
        yield 1;
      }
      case STATE_SET -> states(to, series, (StateSetReading) reading);
    };
  }

  private int number(MetricPage to, Series series, NumberReading reading) {
    long start = to.family.kind() == MetricKind.GAUGE ? 0 : series.startEpochNanos();
    if (to.run != null) {
      addToRun(to, to.run, series, start, reading);
      return 1;
    }
    to.enter(series, Otlp.NumberPoint.ATTRIBUTES, 1);
    if (to.sums == null) {
      points(to, start).number(reading, to.labels(series));
      return 1;
    }
    NumberReading increment = to.sums.difference(series.index(), reading);
    if (increment.doubleValue() == 0) {
      return 0;
    }
    points(to, to.sums.since(series.index())).number(increment, to.labels(series));
    return 1;
  }

  private boolean hasRecent(@Nullable Exemplar exemplar) {
    return exemplar != null && exemplar.epochNanos() >= exemplarsFrom;
  }

  /** A point with an exemplar is longer, and stands for the one that is kept. */
  private void addToRun(
      MetricPage to, PointRun run, Series series, long start, NumberReading reading) {
    boolean integer = reading.isLong();
    boolean kept = run.isNext(series, start, integer);
    if (!kept) {
      to.enter(series, Otlp.NumberPoint.ATTRIBUTES, 1);
    }
    if (hasRecent(reading.exemplar())) {
      run.copyTo(to.sheet.writer);
      points(to, start).number(reading, to.labels(series));
      if (kept) {
        run.skip();
      }
      return;
    }
    if (!kept) {
      run.replace(series, start, integer, to.labels(series));
    }
    run.add(timeOf(start), reading, integer);
  }

  private int histogram(MetricPage to, Series series, HistogramReading reading) {
    boolean isExponential = reading.exponential() != null;
    to.enter(
        series,
        isExponential ? Otlp.ExponentialPoint.ATTRIBUTES : Otlp.HistogramPoint.ATTRIBUTES,
        1);
    HistogramReading told = reading;
    long start = series.startEpochNanos();
    if (to.histograms != null) {
      told = to.histograms.difference(series.index(), reading);
      start = to.histograms.since(series.index());
      if (told.count() == 0) {
        return 0;
      }
    }
    PointWriter writer = points(to, start);
    ExponentialReading buckets = told.exponential();
    if (buckets == null) {
      writer.explicit(told, to.labels(series));
    } else {
      writer.exponential(told, buckets, to.labels(series));
    }
    return 1;
  }

  private int states(MetricPage to, Series series, StateSetReading reading) {
    int count = reading.stateCount();
    to.enter(series, Otlp.NumberPoint.ATTRIBUTES, count);
    PointWriter writer = points(to, series.startEpochNanos());
    for (int i = 0; i < count; i++) {
      writer.integer(reading.isOn(i) ? 1 : 0, to.labels(series, i, reading.state(i)));
    }
    return count;
  }

  /** A series that was made while the others were read is younger than the reading. */
  private long timeOf(long start) {
    return Math.max(time, start);
  }

  private PointWriter points(MetricPage to, long start) {
    to.sheet.points.times(start, timeOf(start), exemplarsFrom);
    return to.sheet.points;
  }

  private static Field data(MetricKind kind, Object reading) {
    return switch (kind) {
      case COUNTER, UP_DOWN_COUNTER, INFO, STATE_SET -> Otlp.Metric.SUM;
      case GAUGE -> Otlp.Metric.GAUGE;
      case HISTOGRAM ->
          ((HistogramReading) reading).exponential() == null
              ? Otlp.Metric.HISTOGRAM
              : Otlp.Metric.EXPONENTIAL_HISTOGRAM;
      case SUMMARY -> Otlp.Metric.SUMMARY;
    };
  }

  /** Histograms of a family may differ, the others are what their family is. */
  private void openMetric(MetricPage to, Object reading) {
    MetricKind kind = to.family.kind();
    if (!draft.isOpen() || kind == MetricKind.HISTOGRAM) {
      draft.openMetric(to, data(kind, reading));
    }
  }

  private void finishRequest() {
    draft.closeMetric();
    if (draft.points() == 0) {
      return;
    }
    if (requestCount == requests.size()) {
      pointCounts = Arrays.copyOf(pointCounts, requestCount + 1);
      requests.add(like.another());
    }
    pointCounts[requestCount] = draft.points();
    draft.writeTo(requests.get(requestCount++));
  }
}
