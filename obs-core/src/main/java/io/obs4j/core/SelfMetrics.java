package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/**
 * The few metrics that the library keeps of itself, beneath the metrics engine: sums and values that
 * are written rarely, in families that are known when the code is written.
 *
 * <p>Safe for use by any thread. Nothing is ever removed, so attributes must come from small sets.
 */
public final class SelfMetrics implements MetricSource {

  private static final InstrumentationScope SCOPE = InstrumentationScope.of("io.obs4j", "");

  private final Map<String, Family> families = new ConcurrentSkipListMap<>();

  SelfMetrics() {}

  /**
   * A sum that only grows.
   *
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series
   * @return the one cell with this name and these attributes
   * @throws IllegalArgumentException if the name is taken by another kind
   */
  public Cell counter(String name, String unit, String help, Attributes attributes) {
    return cell(new MetricFamily(SCOPE, name, MetricKind.COUNTER, unit, help, false), attributes);
  }

  /**
   * A value that is set.
   *
   * @param name of the family
   * @param unit UCUM code
   * @param help one sentence
   * @param attributes of the series
   * @return the one cell with this name and these attributes
   * @throws IllegalArgumentException if the name is taken by another kind
   */
  public Cell gauge(String name, String unit, String help, Attributes attributes) {
    return cell(new MetricFamily(SCOPE, name, MetricKind.GAUGE, unit, help, false), attributes);
  }

  @Override
  public void visit(MetricVisitor visitor) {
    for (Family family : families.values()) {
      visitor.family(family.shape);
      for (Cell cell : family.cells.values()) {
        if (family.shape.kind() == MetricKind.COUNTER) {
          visitor.counter(cell, cell);
        } else {
          visitor.gauge(cell, cell);
        }
      }
    }
  }

  private Cell cell(MetricFamily shape, Attributes attributes) {
    Family family = families.computeIfAbsent(shape.name(), name -> new Family(shape));
    if (family.shape.kind() != shape.kind()) {
      throw new IllegalArgumentException(
          shape.name() + " is a " + family.shape.kind() + " already; choose another name");
    }
    return family.cells.computeIfAbsent(
        attributes, key -> new Cell(key, family.next.getAndIncrement()));
  }

  private static final class Family {
    final MetricFamily shape;
    final Map<Attributes, Cell> cells = new ConcurrentHashMap<>();
    final AtomicInteger next = new AtomicInteger();

    Family(MetricFamily shape) {
      this.shape = shape;
    }
  }

  /** One sum or value. Safe for use by any thread. */
  public static final class Cell implements Series, NumberReading {

    private final Attributes attributes;
    private final int index;
    private final long startEpochNanos = Clock.system().epochNanos();
    private final DoubleAdder sum = new DoubleAdder();
    private volatile double value;

    private Cell(Attributes attributes, int index) {
      this.attributes = attributes;
      this.index = index;
    }

    /**
     * Adds to a sum.
     *
     * @param amount by how much
     */
    public void add(double amount) {
      sum.add(amount);
    }

    /**
     * Sets a value; of no use on a sum.
     *
     * @param newValue the value
     */
    public void set(double newValue) {
      value = newValue;
    }

    /**
     * The total or the value.
     *
     * @return the number, truncated
     */
    public long value() {
      return (long) doubleValue();
    }

    @Override
    public boolean isLong() {
      return false;
    }

    @Override
    public long longValue() {
      return value();
    }

    @Override
    public double doubleValue() {
      return sum.sum() + value;
    }

    @Override
    public @Nullable Exemplar exemplar() {
      return null;
    }

    @Override
    public Attributes attributes() {
      return attributes;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public int generation() {
      return 0;
    }

    @Override
    public long startEpochNanos() {
      return startEpochNanos;
    }
  }
}
