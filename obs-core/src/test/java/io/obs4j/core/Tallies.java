package io.obs4j.core;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** Reads what batchers have counted, as exporters of metrics do. */
final class Tallies {

  private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  private Tallies() {}

  static long exported(MetricSource source) {
    return sum(source, "obs.batch.exported", null);
  }

  static long dropped(MetricSource source) {
    return sum(source, "obs.batch.dropped", null);
  }

  static long dropped(MetricSource source, String reason) {
    return sum(source, "obs.batch.dropped", reason);
  }

  static long queued(MetricSource source) {
    return sum(source, "obs.batch.queue.size", null);
  }

  static long capacity(MetricSource source) {
    return sum(source, "obs.batch.queue.capacity", null);
  }

  private static long sum(MetricSource source, String name, String reason) {
    Sum sum = new Sum(name, reason);
    source.visit(sum);
    return sum.total;
  }

  private static final class Sum implements SelectiveMetricVisitor {
    private final String name;
    private final String reason;
    private boolean inFamily;
    private long total;

    Sum(String name, String reason) {
      this.name = name;
      this.reason = reason;
    }

    @Override
    public void family(MetricFamily family) {
      inFamily = family.name().equals(name);
    }

    @Override
    public void counter(Series series, NumberReading reading) {
      add(series.attributes(), reading);
    }

    @Override
    public void gauge(Series series, NumberReading reading) {
      add(series.attributes(), reading);
    }

    private void add(Attributes attributes, NumberReading reading) {
      if (inFamily && (reason == null || reason.equals(attributes.get(REASON)))) {
        total += reading.longValue();
      }
    }
  }
}
