package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Map;
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

  private final Map<String, SelfFamily<?>> families = new ConcurrentSkipListMap<>();
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
  SelfFamily<Counter> counters(String name, String unit, String help) {
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
    for (SelfFamily<?> family : families.values()) {
      family.moveTo(target);
    }
  }

  /** Walks the families by name, and the series of each in the order of their creation. */
  @Override
  public void visit(MetricVisitor visitor) {
    for (SelfMetrics source : included) {
      source.moveTo(this);
    }
    for (SelfFamily<?> family : families.values()) {
      family.visit(visitor);
    }
  }

  private static MetricFamily shape(String name, MetricKind kind, String unit, String help) {
    return new MetricFamily(SCOPE, name, kind, unit, help, false);
  }

  <N> SelfFamily<N> family(MetricFamily shape, Class<N> type) {
    SelfFamily<N> declared = new SelfFamily<>(shape, type, clock);
    SelfFamily<?> known = families.putIfAbsent(shape.name(), declared);
    return known == null ? declared : known.declaredAgain(declared);
  }

  /** A count that only grows, exact. Safe for use by any thread. */
  public static final class Counter implements LongReading {

    private final LongAdder sum = new LongAdder();

    /** How much of it another counter has taken over; guarded by the lock of its metrics. */
    private long moved;

    Counter() {}

    /** What was counted since the last time; under that lock. */
    long takeNew() {
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
    public long longValue() {
      return sum.sum();
    }
  }

  /** A sum that also shrinks, exact. Safe for use by any thread. */
  public static final class UpDownCounter implements LongReading {

    private final LongAdder sum = new LongAdder();

    UpDownCounter() {}

    /**
     * Adds to the sum.
     *
     * @param amount by how much, also negative
     */
    public void add(long amount) {
      sum.add(amount);
    }

    @Override
    public long longValue() {
      return sum.sum();
    }
  }

  /** A sum of time: exact in nanoseconds, told in seconds. Safe for use by any thread. */
  public static final class ElapsedTime implements DoubleReading {

    private final LongAdder nanos = new LongAdder();

    ElapsedTime() {}

    /**
     * Adds to the sum.
     *
     * @param amount in nanoseconds, zero or positive
     */
    public void addNanos(long amount) {
      nanos.add(amount);
    }

    @Override
    public double doubleValue() {
      return nanos.sum() / 1e9;
    }
  }

  /** A value that is set. Safe for use by any thread. */
  public static final class Gauge implements DoubleReading {

    private volatile double value;

    Gauge() {}

    /**
     * Replaces the value.
     *
     * @param newValue from now on
     */
    public void set(double newValue) {
      value = newValue;
    }

    @Override
    public double doubleValue() {
      return value;
    }
  }

  /**
   * The sum of values that others keep, such as the sizes of queues. Zero while there are none.
   * Safe for use by any thread.
   */
  public static final class Observed implements LongReading {

    /** Identity keeps apart two observations of one value. */
    private static final class Seat {

      final LongSupplier value;

      Seat(LongSupplier value) {
        this.value = value;
      }
    }

    private final List<Seat> seats = new CopyOnWriteArrayList<>();

    Observed() {}

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
    public long longValue() {
      long sum = 0;
      for (Seat seat : seats) {
        sum += seat.value.getAsLong();
      }
      return sum;
    }
  }

  /** One value among those that are observed. */
  @FunctionalInterface
  public interface Observation {

    /** Takes the value out of the sum; idempotent. */
    void end();
  }

  /** Reads a {@code long}. */
  interface LongReading extends NumberReading {

    @Override
    default boolean isLong() {
      return true;
    }

    @Override
    default double doubleValue() {
      return longValue();
    }

    @Override
    default @Nullable Exemplar exemplar() {
      return null;
    }
  }

  /** Reads a {@code double}. */
  interface DoubleReading extends NumberReading {

    @Override
    default boolean isLong() {
      return false;
    }

    @Override
    default long longValue() {
      return (long) doubleValue();
    }

    @Override
    default @Nullable Exemplar exemplar() {
      return null;
    }
  }
}
