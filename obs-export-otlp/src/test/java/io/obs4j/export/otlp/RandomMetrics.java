package io.obs4j.export.otlp;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Metrics of every kind, whose names, units, texts, labels and states are any strings. */
final class RandomMetrics implements MetricReader {

  static final long START = 1_000;
  static final long TIME = 2_000;

  /** A series and what is read of it; which of the fields count, its family says. */
  record Point(
      Attributes attributes,
      int index,
      boolean isLong,
      long longValue,
      double doubleValue,
      @Nullable Exemplar exemplar,
      List<String> states)
      implements Series, NumberReading, StateSetReading, SummaryReading, HistogramReading {

    @Override
    public int generation() {
      return 1;
    }

    @Override
    public long startEpochNanos() {
      return START;
    }

    @Override
    public int stateCount() {
      return states.size();
    }

    @Override
    public String state(int state) {
      return states.get(state);
    }

    @Override
    public boolean isOn(int state) {
      return state == 0;
    }

    @Override
    public long count() {
      return longValue;
    }

    @Override
    public double sum() {
      return doubleValue;
    }

    @Override
    public int quantileCount() {
      return 1;
    }

    @Override
    public double quantile(int quantile) {
      return 0.5;
    }

    @Override
    public double value(int quantile) {
      return doubleValue;
    }

    @Override
    public double min() {
      return doubleValue;
    }

    @Override
    public double max() {
      return doubleValue;
    }

    @Override
    public int boundCount() {
      return 0;
    }

    @Override
    public double bound(int bucket) {
      throw new IndexOutOfBoundsException(bucket);
    }

    @Override
    public long bucketCount(int bucket) {
      return longValue;
    }

    @Override
    public @Nullable Exemplar exemplar(int bucket) {
      return exemplar;
    }

    @Override
    public @Nullable ExponentialReading exponential() {
      return null;
    }
  }

  /** One family with its points. */
  record Page(MetricFamily family, List<Point> points) {}

  final List<Page> pages = new ArrayList<>();
  private final Random random;
  private final Supplier<String> texts;
  private final RandomRecords records;

  RandomMetrics(long seed, Supplier<String> texts) {
    this.random = new Random(seed);
    this.texts = texts;
    this.records = new RandomRecords(seed, texts);
    List<InstrumentationScope> scopes = List.of(scope(), scope());
    for (MetricKind kind : MetricKind.values()) {
      InstrumentationScope scope = scopes.get(random.nextInt(scopes.size()));
      MetricFamily family =
          new MetricFamily(scope, 'n' + texts.get(), kind, texts.get(), texts.get(), false);
      pages.add(new Page(family, List.of(point(0), point(1))));
    }
  }

  private InstrumentationScope scope() {
    return new InstrumentationScope(
        texts.get(), texts.get(), texts.get(), records.attributes(2, 1));
  }

  private Point point(int index) {
    return new Point(
        records.attributes(4, 2),
        index,
        random.nextBoolean(),
        1 + random.nextInt(1_000),
        (1 + random.nextInt(1_000)) / 4.0,
        random.nextBoolean() ? exemplar() : null,
        List.of(texts.get() + "1", texts.get() + "2"));
  }

  private Exemplar exemplar() {
    boolean within = random.nextBoolean();
    return new Exemplar(
        random.nextInt(1_000),
        TIME - 1,
        within ? random.nextLong() : 0,
        within ? random.nextLong() : 0,
        within ? 1 + random.nextInt(1_000) : 0,
        records.attributes(2, 1));
  }

  @Override
  public void visit(MetricVisitor visitor) {
    for (Page page : pages) {
      visitor.family(page.family());
      page.points().forEach(point -> visit(visitor, page.family().kind(), point));
    }
  }

  private static void visit(MetricVisitor visitor, MetricKind kind, Point point) {
    switch (kind) {
      case COUNTER, UP_DOWN_COUNTER -> visitor.counter(point, point);
      case GAUGE -> visitor.gauge(point, point);
      case HISTOGRAM -> visitor.histogram(point, point);
      case SUMMARY -> visitor.summary(point, point);
      case INFO -> visitor.info(point);
      case STATE_SET -> visitor.stateSet(point, point);
    }
  }

  @Override
  public void close() {}
}
