package io.obs4j.metrics;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricReader;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.SelfMetrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The metrics of a process: declares instruments, and is walked by exporters. Safe for use by any
 * thread.
 *
 * <pre>{@code
 * Metrics metrics = Metrics.create();
 * Family<Counter> requests = metrics.counter("http.requests").labels("method", "route", "status");
 * requests.of("GET", "/api/users", "200").increment();
 * }</pre>
 */
public final class Metrics implements MetricSource {

  /** How many series a metric may have unless it says otherwise: {@value}. */
  public static final int DEFAULT_LIMIT = 2_000;

  /** How many metrics there may be: {@value}. */
  public static final int DEFAULT_METRIC_LIMIT = 10_000;

  private final Engine engine;
  private final Registry registry;
  private final ConcurrentLinkedQueue<Readings> readings = new ConcurrentLinkedQueue<>();

  private Metrics(Builder builder) {
    SelfMetrics.Counter unseen =
        builder
            .diagnostics
            .metrics()
            .counter(
                "obs.metrics.removed.unseen",
                "{series}",
                "Removed series whose last value some reader has not seen.",
                Attributes.empty());
    engine =
        new Engine(
            builder.clock,
            builder.diagnostics,
            new Exemplars(builder.clock, builder.diagnostics, builder.exemplars),
            new Readers(builder.clock, unseen),
            new Callbacks(builder.diagnostics));
    registry = new Registry(engine, builder.limit, builder.metricLimit, builder.rules);
  }

  /**
   * Metrics with all defaults.
   *
   * @return new metrics
   */
  public static Metrics create() {
    return builder().build();
  }

  /**
   * Metrics with settings.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Declares a sum that only grows.
   *
   * @param name dotted, such as {@code http.requests}
   * @return its builder
   */
  public CounterBuilder counter(String name) {
    return new CounterBuilder(registry, name);
  }

  /**
   * Declares a sum that grows and shrinks.
   *
   * @param name dotted, such as {@code http.requests.active}
   * @return its builder
   */
  public UpDownCounterBuilder upDownCounter(String name) {
    return new UpDownCounterBuilder(registry, name);
  }

  /**
   * Declares a value that is set or observed.
   *
   * @param name dotted, such as {@code pool.size}
   * @return its builder
   */
  public GaugeBuilder gauge(String name) {
    return new GaugeBuilder(registry, name);
  }

  /**
   * Declares a distribution.
   *
   * @param name dotted, such as {@code http.request.duration}
   * @return its builder
   */
  public HistogramBuilder histogram(String name) {
    return new HistogramBuilder(registry, name);
  }

  /**
   * Declares a distribution as quantiles over a sliding window.
   *
   * @param name dotted, such as {@code job.duration}
   * @return its builder
   */
  public SummaryBuilder summary(String name) {
    return new SummaryBuilder(registry, name);
  }

  /**
   * Declares a measurement of tasks while they run.
   *
   * @param name dotted, such as {@code backup}, to which {@code .active} and {@code .duration} are
   *     added
   * @return its builder
   */
  public InFlightBuilder inFlight(String name) {
    return new InFlightBuilder(registry, name);
  }

  /**
   * Declares facts.
   *
   * @param name dotted, such as {@code build}
   * @return its builder
   */
  public InfoBuilder info(String name) {
    return new InfoBuilder(registry, name);
  }

  /**
   * Declares named states, each on or off.
   *
   * @param name dotted, such as {@code feature}
   * @return its builder
   */
  public StateSetBuilder stateSet(String name) {
    return new StateSetBuilder(registry, name);
  }

  /**
   * These metrics as the OpenTelemetry API knows them, for libraries that record with it. Their
   * instruments are series like all others: with the same limits, rules and exporters.
   *
   * @return a provider that never throws, nor do its meters and instruments
   */
  public MeterProvider meterProvider() {
    return new OtelMeterProvider(registry);
  }

  /**
   * Where faults of these metrics are counted; walked with them.
   *
   * @return the diagnostics
   */
  public Diagnostics diagnostics() {
    return engine.diagnostics();
  }

  @Override
  public void visit(MetricVisitor visitor) {
    Readings reused = readings.poll();
    Readings walk = reused == null ? new Readings() : reused;
    try {
      walk.round = engine.callbacks().run();
      for (SeriesTable table : registry.tables()) {
        table.visit(visitor, walk);
      }
      engine.diagnostics().visit(visitor);
    } finally {
      readings.offer(walk);
    }
  }

  @Override
  public MetricReader openReader() {
    return engine.readers().open(this, new Retirement());
  }

  /**
   * Lets go of removed series that all readers have seen. A class, as a lambda is slow to start.
   */
  private final class Retirement implements Runnable {

    @Override
    public void run() {
      for (SeriesTable table : registry.tables()) {
        table.retire();
      }
    }
  }

  /** Settings of {@link Metrics}. Not safe for use by several threads at once. */
  public static final class Builder {

    private Clock clock = Clock.system();
    private Diagnostics diagnostics = Diagnostics.create();
    private boolean exemplars = true;
    private int limit = DEFAULT_LIMIT;
    private int metricLimit = DEFAULT_METRIC_LIMIT;
    private Rules rules = Rules.none();

    private Builder() {}

    /**
     * Sets the clock, by default the machine's.
     *
     * @param newClock tells start times, exemplar times and idle times
     * @return this builder
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Sets where faults are counted and told, by default new diagnostics.
     *
     * @param newDiagnostics shared with the exporters
     * @return this builder
     */
    public Builder diagnostics(Diagnostics newDiagnostics) {
      diagnostics = Objects.requireNonNull(newDiagnostics, "diagnostics");
      return this;
    }

    /**
     * Switches exemplars, by default on.
     *
     * @param on whether recordings within sampled spans are remembered
     * @return this builder
     */
    public Builder exemplars(boolean on) {
      exemplars = on;
      return this;
    }

    /**
     * Sets how many series a metric may have, unless its own declaration says otherwise.
     *
     * @param series at least 1; by default {@value Metrics#DEFAULT_LIMIT}
     * @return this builder
     */
    public Builder limit(int series) {
      if (series < 1) {
        throw new IllegalArgumentException("limit " + series + " must be at least 1");
      }
      limit = series;
      return this;
    }

    /**
     * Sets how many metrics there may be, told apart by scope and name. The instruments of further
     * ones record nothing; each declaration of one is counted, the first is logged.
     *
     * @param metrics at least 1; by default {@value Metrics#DEFAULT_METRIC_LIMIT}
     * @return this builder
     */
    public Builder metricLimit(int metrics) {
      if (metrics < 1) {
        throw new IllegalArgumentException("metric limit " + metrics + " must be at least 1");
      }
      metricLimit = metrics;
      return this;
    }

    /**
     * Adds to what is changed of metrics when they are declared, by default nothing.
     *
     * @param more by name pattern; applied after those that were added before
     * @return this builder
     */
    public Builder rules(Rules more) {
      rules = rules.and(Objects.requireNonNull(more, "rules"));
      return this;
    }

    /**
     * Builds the metrics.
     *
     * @return new metrics
     */
    public Metrics build() {
      return new Metrics(this);
    }
  }
}
