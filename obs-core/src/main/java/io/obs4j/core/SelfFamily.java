package io.obs4j.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The instruments of one name, by their attributes; {@link SelfMetrics} says how it is used. */
final class SelfFamily<N> {

  private static final Attributes OVERFLOW =
      Attributes.of(AttributeKey.booleanKey("otel.metric.overflow"), true);
  private static final int MOST_SERIES = 1_000;

  private final MetricFamily shape;
  private final Class<N> type;
  private final Clock clock;
  private final Map<Attributes, Cell<N>> byAttributes = new ConcurrentHashMap<>();
  private final List<Cell<N>> byIndex = new CopyOnWriteArrayList<>();

  SelfFamily(MetricFamily shape, Class<N> type, Clock clock) {
    this.shape = shape;
    this.type = type;
    this.clock = clock;
  }

  /**
   * This family, as it is declared again.
   *
   * @throws IllegalArgumentException if it is declared otherwise
   */
  <M> SelfFamily<M> declaredAgain(SelfFamily<M> other) {
    if (type != other.type || !shape.equals(other.shape)) {
      throw new IllegalArgumentException(
          "Cannot declare "
              + other.shape
              + ": the name is taken by "
              + shape
              + ". Choose another name or declare both alike.");
    }
    @SuppressWarnings("unchecked") // The types were compared.
    SelfFamily<M> same = (SelfFamily<M>) this;
    return same;
  }

  N instrument(Attributes attributes) {
    Cell<N> cell = byAttributes.get(attributes);
    return (cell == null ? insert(attributes) : cell).instrument;
  }

  private synchronized Cell<N> insert(Attributes attributes) {
    Attributes key = byIndex.size() < MOST_SERIES ? attributes : OVERFLOW;
    Cell<N> known = byAttributes.getOrDefault(attributes, byAttributes.get(key));
    if (known != null) {
      return known;
    }
    Cell<N> created = new Cell<>(key, byIndex.size(), clock.epochNanos(), create());
    byAttributes.put(key, created);
    byIndex.add(created);
    return created;
  }

  private N create() {
    return type.cast(
        type == SelfMetrics.Counter.class
            ? new SelfMetrics.Counter()
            : type == SelfMetrics.ElapsedTime.class
                ? new SelfMetrics.ElapsedTime()
                : type == SelfMetrics.Gauge.class
                    ? new SelfMetrics.Gauge()
                    : type == SelfMetrics.Observed.class
                        ? new SelfMetrics.Observed()
                        : type == SelfMetrics.UpDownCounter.class
                            ? new SelfMetrics.UpDownCounter()
                            : new DurationHistogram());
  }

  /** Adds to the counters of others what was counted since the last time. */
  void moveTo(SelfMetrics target) {
    for (int i = 0; i < byIndex.size(); i++) {
      Cell<N> cell = byIndex.get(i);
      if (cell.instrument instanceof SelfMetrics.Counter counter) {
        target
            .family(shape, SelfMetrics.Counter.class)
            .instrument(cell.attributes)
            .add(counter.takeNew());
      }
    }
  }

  void visit(MetricVisitor visitor) {
    if (byIndex.isEmpty()) {
      return;
    }
    visitor.family(shape);
    for (int i = 0; i < byIndex.size(); i++) { // No iterator for each family of each scrape.
      Cell<N> cell = byIndex.get(i);
      if (cell.instrument instanceof DurationHistogram histogram) {
        visitor.histogram(cell, histogram.reading());
      } else if (shape.kind() == MetricKind.GAUGE) {
        visitor.gauge(cell, (NumberReading) cell.instrument);
      } else {
        visitor.counter(cell, (NumberReading) cell.instrument);
      }
    }
  }

  private record Cell<N>(Attributes attributes, int index, long startEpochNanos, N instrument)
      implements Series {

    @Override
    public int generation() {
      return 0;
    }
  }
}
