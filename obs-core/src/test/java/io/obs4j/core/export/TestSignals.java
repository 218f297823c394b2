package io.obs4j.core.export;

import io.obs4j.core.Broadcast;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.MetricSource;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.common.Attributes;

/** Spans and logs that a test publishes. */
final class TestSignals implements Signals {

  final Diagnostics diagnostics = Diagnostics.create();
  final Broadcast<SpanRecord> spans = new Broadcast<>(diagnostics);
  final Broadcast<LogRecord> logs = new Broadcast<>(diagnostics);

  @Override
  public Resource resource() {
    return Resource.of(Attributes.empty());
  }

  @Override
  public MetricSource metrics() {
    return diagnostics;
  }

  @Override
  public RecordSource<SpanRecord> spans() {
    return spans;
  }

  @Override
  public RecordSource<LogRecord> logs() {
    return logs;
  }

  @Override
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }
}
