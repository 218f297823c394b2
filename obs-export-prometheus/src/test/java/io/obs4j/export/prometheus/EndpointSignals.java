package io.obs4j.export.prometheus;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exemplar;
import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.MetricSource;
import io.obs4j.core.MetricVisitor;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Resource;
import io.obs4j.core.Series;
import io.obs4j.core.Signals;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.concurrent.CountDownLatch;

/** What endpoints are started with in tests, and what they said and counted. */
final class EndpointSignals implements Signals {

  /** Ends only when the page can no longer be written. */
  static final MetricSource ENDLESS =
      visitor -> {
        gauge(visitor, "test.endless", 1);
        while (true) {
          sample(visitor, 1);
        }
      };

  final LogLines log = new LogLines();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(log);
  private final MetricSource metrics;
  private final String service;

  private EndpointSignals(MetricSource metrics, String service) {
    this.metrics = metrics;
    this.service = service;
  }

  /** The metrics of a service called {@code shop}. */
  static EndpointSignals of(MetricSource metrics) {
    return of(metrics, "shop");
  }

  static EndpointSignals of(MetricSource metrics, String service) {
    return new EndpointSignals(metrics, service);
  }

  /** Gauges {@code test.gauge.0} and so on, each with its number as value. */
  static MetricSource gauges(int count) {
    return visitor -> {
      for (int i = 0; i < count; i++) {
        gauge(visitor, "test.gauge." + i, i);
      }
    };
  }

  static void gauge(MetricVisitor visitor, String name, double value) {
    visitor.family(
        new MetricFamily(
            InstrumentationScope.APPLICATION, name, MetricKind.GAUGE, "", "Of a test.", false));
    sample(visitor, value);
  }

  /** A further sample of the gauge that was visited last. */
  static void sample(MetricVisitor visitor, double value) {
    Constant constant = new Constant(value);
    visitor.gauge(constant, constant);
  }

  /** Waits as a callback that does not mind being interrupted. */
  static void awaitUnlessInterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // It goes on, and the thread is no longer interrupted.
    }
  }

  /** How many scrapes failed for a reason. */
  long failures(String reason) {
    return diagnostics
        .metrics()
        .counter(
            "obs.prometheus.scrape.failures",
            "{scrape}",
            "Scrapes that were not answered in full, by reason.",
            Attributes.of(AttributeKey.stringKey("reason"), reason))
        .longValue();
  }

  @Override
  public Resource resource() {
    return Resource.of(Attributes.of(Resource.SERVICE_NAME, service));
  }

  @Override
  public MetricSource metrics() {
    return metrics;
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }

  private record Constant(double doubleValue) implements Series, NumberReading {

    @Override
    public boolean isLong() {
      return false;
    }

    @Override
    public long longValue() {
      return (long) doubleValue;
    }

    @Override
    public Exemplar exemplar() {
      return null;
    }

    @Override
    public Attributes attributes() {
      return Attributes.empty();
    }

    @Override
    public int index() {
      return 0;
    }

    @Override
    public int generation() {
      return 0;
    }

    @Override
    public long startEpochNanos() {
      return 1;
    }
  }
}
