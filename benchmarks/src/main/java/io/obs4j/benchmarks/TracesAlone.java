package io.obs4j.benchmarks;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.MetricSource;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import io.obs4j.tracing.Tracing;
import io.opentelemetry.api.common.Attributes;

/**
 * What an exporter is started with where there are spans alone: the metrics are those that the
 * library tells of itself.
 *
 * @param tracing whose spans
 */
record TracesAlone(Tracing tracing) implements Signals {

  @Override
  public Resource resource() {
    return Resource.of(Attributes.of(Resource.SERVICE_NAME, "benchmarks"));
  }

  @Override
  public MetricSource metrics() {
    return tracing.diagnostics();
  }

  @Override
  public RecordSource<SpanRecord> spans() {
    return tracing.spans();
  }

  @Override
  public Diagnostics diagnostics() {
    return tracing.diagnostics();
  }

  @Override
  public Clock clock() {
    return Clock.system();
  }
}
