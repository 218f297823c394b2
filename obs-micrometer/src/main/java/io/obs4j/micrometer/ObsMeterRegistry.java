package io.obs4j.micrometer;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter;
import io.micrometer.core.instrument.cumulative.CumulativeFunctionTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.internal.DefaultGauge;
import io.micrometer.core.instrument.internal.DefaultLongTaskTimer;
import io.micrometer.core.instrument.internal.DefaultMeter;
import io.obs4j.metrics.Metrics;
import io.obs4j.metrics.Registration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A registry of Micrometer whose meters are series of {@link Metrics}: whatever exports those
 * exports the meters, and what a meter tells of itself is read from its series.
 *
 * <pre>{@code
 * MeterRegistry registry = new ObsMeterRegistry(obs.metrics());
 * registry.counter("orders", "country", "de").increment();
 * }</pre>
 *
 * <p>Names and tags stay as they are, unless a naming convention is set; each exporter translates.
 * Meters of one name may have different tags. A meter that is removed ends its series. Closing the
 * registry makes it deny further meters; those that there are stay until the metrics are gone, so
 * that a last export has them.
 *
 * <p>Safe for use by any thread. Recording never throws and, but for what Micrometer itself does,
 * never blocks.
 */
public final class ObsMeterRegistry extends MeterRegistry {

  /** How many seconds a maximum or a percentile looks back at least, unless set: {@value}. */
  public static final int DEFAULT_EXPIRY_SECONDS = 60;

  private static final TimeUnit BASE_TIME_UNIT = TimeUnit.SECONDS;

  private final Metrics metrics;
  private final Map<Meter.Id, Registration> registrations = new ConcurrentHashMap<>();

  /**
   * A registry on the machine's clock.
   *
   * @param metrics gets the series
   */
  public ObsMeterRegistry(Metrics metrics) {
    this(metrics, Clock.SYSTEM);
  }

  /**
   * A registry.
   *
   * @param metrics gets the series
   * @param clock times tasks, and lets maxima expire
   */
  public ObsMeterRegistry(Metrics metrics, Clock clock) {
    super(clock);
    this.metrics = metrics;
    config().namingConvention(NamingConvention.identity);
    config().onMeterRemoved(this::removed);
  }

  private void removed(Meter meter) {
    Registration registration = registrations.remove(meter.getId());
    if (registration != null) {
      registration.close();
    }
  }

  private MeterSeries series(Meter.Id id) {
    return new MeterSeries(
        metrics, MeterName.of(id, config().namingConvention()), id, getConventionTags(id));
  }

  private void registered(Meter.Id id, Registration registration) {
    registrations.put(id, registration);
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    SeriesHandle<io.obs4j.metrics.Counter> series = series(id).counter();
    registered(id, series);
    return new ObsCounter(id, series);
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig config, PauseDetector pauseDetector) {
    MeterSeries series = series(id);
    Distribution distribution = series.distribution(config);
    ObsTimer timer = new ObsTimer(id, clock, config, pauseDetector, distribution);
    registered(
        id, Registrations.both(distribution, series.gauge("max", () -> timer.max(BASE_TIME_UNIT))));
    return timer;
  }

  @Override
  protected DistributionSummary newDistributionSummary(
      Meter.Id id, DistributionStatisticConfig config, double scale) {
    MeterSeries series = series(id);
    Distribution distribution = series.distribution(config);
    ObsDistributionSummary summary =
        new ObsDistributionSummary(id, clock, config, scale, distribution);
    registered(id, Registrations.both(distribution, series.gauge("max", summary::max)));
    return summary;
  }

  @Override
  protected LongTaskTimer newLongTaskTimer(Meter.Id id, DistributionStatisticConfig config) {
    LongTaskTimer timer = new DefaultLongTaskTimer(id, clock, BASE_TIME_UNIT, config, true);
    MeterSeries series = series(id);
    Registration tasks = TaskBuckets.of(timer, series);
    if (tasks == Registrations.NONE) {
      tasks = series.totals(timer::activeTasks, () -> timer.duration(BASE_TIME_UNIT));
    }
    registered(id, Registrations.both(tasks, series.gauge("max", () -> timer.max(BASE_TIME_UNIT))));
    return timer;
  }

  @Override
  protected <T> Gauge newGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> value) {
    Gauge gauge = new DefaultGauge<>(id, object, value);
    registered(id, series(id).gauge(gauge::value));
    return gauge;
  }

  @Override
  protected <T> FunctionCounter newFunctionCounter(
      Meter.Id id, T object, ToDoubleFunction<T> count) {
    FunctionCounter counter = new CumulativeFunctionCounter<>(id, object, count);
    registered(id, series(id).counter(counter::count));
    return counter;
  }

  @Override
  protected <T> FunctionTimer newFunctionTimer(
      Meter.Id id,
      T object,
      ToLongFunction<T> count,
      ToDoubleFunction<T> totalTime,
      TimeUnit totalTimeUnit) {
    FunctionTimer timer =
        new CumulativeFunctionTimer<>(id, object, count, totalTime, totalTimeUnit, BASE_TIME_UNIT);
    registered(
        id, series(id).totals(() -> (long) timer.count(), () -> timer.totalTime(BASE_TIME_UNIT)));
    return timer;
  }

  @Override
  protected Meter newMeter(Meter.Id id, Meter.Type type, Iterable<Measurement> measurements) {
    MeterSeries series = series(id);
    Registration all = Registrations.NONE;
    for (Measurement measurement : measurements) {
      DoubleSupplier value = measurement::getValue;
      all = Registrations.both(all, series.measurement(measurement.getStatistic(), value));
    }
    registered(id, all);
    return new DefaultMeter(id, type, measurements);
  }

  @Override
  protected TimeUnit getBaseTimeUnit() {
    return BASE_TIME_UNIT;
  }

  @Override
  protected DistributionStatisticConfig defaultHistogramConfig() {
    return DistributionStatisticConfig.builder()
        .expiry(Duration.ofSeconds(DEFAULT_EXPIRY_SECONDS))
        .build()
        .merge(DistributionStatisticConfig.DEFAULT);
  }
}
