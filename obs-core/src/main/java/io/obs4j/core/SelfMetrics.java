package io.obs4j.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The few metrics that the library keeps of itself, beneath the metrics engine: sums and values in
 * families that are known when the code is written.
 *
 * <p>Asking for the same name and attributes again returns the same instrument; whoever writes
 * often keeps it. Nothing is ever removed: a family holds at most 1,000 series, and attributes
 * beyond them share one more, which is marked {@code otel.metric.overflow=true}. Safe for use by
 * any thread.
 */
public final class SelfMetrics implements MetricSource {

  /*
   * Recording is an atomic add or a volatile store on an instrument that its writer keeps; nobody
   * waits. Finding an instrument is one lookup in each of two concurrent maps. Creating one takes the
   * lock of its family, which guards the limit and keeps the indices dense; a series is published to
   * readers by the copy-on-write list, after it is complete. A walk takes no lock and sees the series
   * that were there when it came by.
   */

  /** The scope of what the library tells of itself. */
  public static final InstrumentationScope SCOPE =
      InstrumentationScope.of("io.obs4j", LibraryVersion.VALUE);

  private static final Attributes OVERFLOW =
      Attributes.of(AttributeKey.booleanKey("otel.metric.overflow"), true);
  private static final int MOST_SERIES = 1_000;

  private final Map<String, Family<?>> families = new ConcurrentSkipListMap<>();
  private final List<SelfMetrics> included = new CopyOnWriteArrayList<>();
  private final Clock clock;

  SelfMetrics(Clock clock) {
    this.clock = clock;
  }

  /**
   * A count that only grows.
   *
   * @param name of the family
   * @param unit UCUM code, such as <code>{scrape}</code> or {@code By}
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one counter with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public Counter counter(String name, String unit, String help, Attributes attributes) {
    return counters(name, unit, help).instrument(attributes);
  }

  /** Declares a family of counters, of which none is visited before it was asked for. */
  Family<Counter> counters(String name, String unit, String help) {
    return family(shape(name, MetricKind.COUNTER, unit, help), Counter.class);
  }

  /**
   * A sum of elapsed time, exported in seconds.
   *
   * @param name of the family
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one sum with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public ElapsedTime elapsedTime(String name, String help, Attributes attributes) {
    return family(shape(name, MetricKind.COUNTER, "s", help), ElapsedTime.class)
        .instrument(attributes);
  }

  /**
   * A value that is set.
   *
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one gauge with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public Gauge gauge(String name, String unit, String help, Attributes attributes) {
    return family(shape(name, MetricKind.GAUGE, unit, help), Gauge.class).instrument(attributes);
  }

  /**
   * A value that is asked for when it is read: the sum of what is observed under this name.
   *
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one observed value with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public Observed observed(String name, String unit, String help, Attributes attributes) {
    return observed(MetricKind.GAUGE, name, unit, help, attributes);
  }

  /**
   * A value or sum that is asked for when it is read: the sum of what is observed under this name.
   *
   * @param kind {@link MetricKind#COUNTER}, {@link MetricKind#UP_DOWN_COUNTER} or {@link
   *     MetricKind#GAUGE}
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one observed value with this name and these attributes
   * @throws IllegalArgumentException if the kind is none of these, or the name was declared with
   *     another kind, unit or help
   */
  public Observed observed(
      MetricKind kind, String name, String unit, String help, Attributes attributes) {
    if (kind != MetricKind.COUNTER
        && kind != MetricKind.UP_DOWN_COUNTER
        && kind != MetricKind.GAUGE) {
      throw new IllegalArgumentException(
          "Cannot observe a " + kind + ". Use COUNTER, UP_DOWN_COUNTER or GAUGE.");
    }
    return family(shape(name, kind, unit, help), Observed.class).instrument(attributes);
  }

  /**
   * A sum that also shrinks.
   *
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one sum with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public UpDownCounter upDownCounter(String name, String unit, String help, Attributes attributes) {
    return family(shape(name, MetricKind.UP_DOWN_COUNTER, unit, help), UpDownCounter.class)
        .instrument(attributes);
  }

  /**
   * A distribution of durations, exported in seconds.
   *
   * @param name of the family
   * @param help one sentence
   * @param attributes of the series, from a small set
   * @return the one distribution with this name and these attributes
   * @throws IllegalArgumentException if the name was declared with another kind, unit or help
   */
  public DurationHistogram durations(String name, String help, Attributes attributes) {
    return family(shape(name, MetricKind.HISTOGRAM, "s", help), DurationHistogram.class)
        .instrument(attributes);
  }

  /**
   * Shows what another one counts as counted here, until the end: counters alone. Of several that
   * include it, one after the other or at once, each count is in one.
   *
   * @param source which counts the same things
   * @return ends the inclusion; what was counted before stays
   */
  public Observation include(SelfMetrics source) {
    included.add(source);
    return () -> {
      source.moveTo(this);
      included.remove(source);
    };
  }

  /** Adds to the counters of another one what was counted since the last time. */
  private synchronized void moveTo(SelfMetrics target) {
    for (Family<?> family : families.values()) {
      for (int i = 0; i < family.byIndex.size(); i++) {
        Cell<?> cell = family.byIndex.get(i);
        if (cell.instrument instanceof Counter counter) {
          target
              .family(family.shape, Counter.class)
              .instrument(cell.attributes)
              .add(counter.takeNew());
        }
      }
    }
  }

  /** Walks the families by name, and the series of each in the order of their creation. */
  @Override
  public void visit(MetricVisitor visitor) {
    for (int i = 0; i < included.size(); i++) {
      included.get(i).moveTo(this);
    }
    for (Family<?> family : families.values()) {
      family.visit(visitor);
    }
  }

  private static MetricFamily shape(String name, MetricKind kind, String unit, String help) {
    return new MetricFamily(SCOPE, name, kind, unit, help, false);
  }

  private <N> Family<N> family(MetricFamily shape, Class<N> type) {
    Family<N> declared = new Family<>(shape, type, clock);
    Family<?> known = families.putIfAbsent(shape.name(), declared);
    if (known == null) {
      return declared;
    }
    if (known.type != type || !known.shape.equals(shape)) {
      throw new IllegalArgumentException(
          "Cannot declare "
              + shape
              + ": the name is taken by "
              + known.shape
              + ". Choose another name or declare both alike.");
    }
    @SuppressWarnings("unchecked") // The types were compared.
    Family<N> family = (Family<N>) known;
    return family;
  }

  /** The instruments of one name, by their attributes. */
  static final class Family<N> {
    private final MetricFamily shape;
    private final Class<N> type;
    private final Clock clock;
    private final Map<Attributes, Cell<N>> byAttributes = new ConcurrentHashMap<>();
    private final List<Cell<N>> byIndex = new CopyOnWriteArrayList<>();

    private Family(MetricFamily shape, Class<N> type, Clock clock) {
      this.shape = shape;
      this.type = type;
      this.clock = clock;
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
          type == Counter.class
              ? new Counter()
              : type == ElapsedTime.class
                  ? new ElapsedTime()
                  : type == Gauge.class
                      ? new Gauge()
                      : type == Observed.class
                          ? new Observed()
                          : type == UpDownCounter.class
                              ? new UpDownCounter()
                              : new DurationHistogram());
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
  }

  private record Cell<N>(Attributes attributes, int index, long startEpochNanos, N instrument)
      implements Series {

    @Override
    public int generation() {
      return 0;
    }
  }

  /** A count that only grows, exact. Safe for use by any thread. */
  public static final class Counter implements NumberReading {

    private final LongAdder sum = new LongAdder();

    /** How much of it another counter has taken over; guarded by the lock of its metrics. */
    private long moved;

    private Counter() {}

    private long takeNew() {
      long now = sum.sum();
      long taken = now - moved;
      moved = now;
      return taken;
    }

    /** Adds one. */
    public void increment() {
      sum.increment();
    }

    /**
     * Adds to the count.
     *
     * @param amount by how much, zero or positive
     */
    public void add(long amount) {
      sum.add(amount);
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      return sum.sum();
    }

    @Override
    public double doubleValue() {
      return sum.sum();
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /** A sum that also shrinks, exact. Safe for use by any thread. */
  public static final class UpDownCounter implements NumberReading {

    private final LongAdder sum = new LongAdder();

    private UpDownCounter() {}

    /**
     * Adds to the sum.
     *
     * @param amount by how much, also negative
     */
    public void add(long amount) {
      sum.add(amount);
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      return sum.sum();
    }

    @Override
    public double doubleValue() {
      return sum.sum();
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /** A sum of time: exact in nanoseconds, told in seconds. Safe for use by any thread. */
  public static final class ElapsedTime implements NumberReading {

    private final LongAdder nanos = new LongAdder();

    private ElapsedTime() {}

    /**
     * Adds to the sum.
     *
     * @param amount in nanoseconds, zero or positive
     */
    public void addNanos(long amount) {
      nanos.add(amount);
    }

    @Override
    public boolean isLong() {
      return false;
    }

    @Override
    public long longValue() {
      return (long) doubleValue();
    }

    @Override
    public double doubleValue() {
      return nanos.sum() / 1e9;
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /** A value that is set. Safe for use by any thread. */
  public static final class Gauge implements NumberReading {

    private volatile double value;

    private Gauge() {}

    /**
     * Replaces the value.
     *
     * @param newValue from now on
     */
    public void set(double newValue) {
      value = newValue;
    }

    @Override
    public boolean isLong() {
      return false;
    }

    @Override
    public long longValue() {
      return (long) value;
    }

    @Override
    public double doubleValue() {
      return value;
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /**
   * The sum of values that others keep, such as the sizes of queues. Zero while there are none.
   * Safe for use by any thread.
   */
  public static final class Observed implements NumberReading {

    /** Identity keeps apart two observations of one value. */
    private static final class Seat {

      final LongSupplier value;

      Seat(LongSupplier value) {
        this.value = value;
      }
    }

    private final List<Seat> seats = new CopyOnWriteArrayList<>();

    private Observed() {}

    /**
     * Adds a value to the sum.
     *
     * @param value called by every reader, so it must be quick, and must not throw
     * @return ends the observation
     */
    public Observation observe(LongSupplier value) {
      Seat seat = new Seat(value);
      seats.add(seat);
      return () -> seats.remove(seat);
    }

    @Override
    public boolean isLong() {
      return true;
    }

    @Override
    public long longValue() {
      long sum = 0;
      for (Seat seat : seats) {
        sum += seat.value.getAsLong();
      }
      return sum;
    }

    @Override
    public double doubleValue() {
      return longValue();
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /** One value among those that are observed. */
  @FunctionalInterface
  public interface Observation {

    /** Takes the value out of the sum; idempotent. */
    void end();
  }
}
