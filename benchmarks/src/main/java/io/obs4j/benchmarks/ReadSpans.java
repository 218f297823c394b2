package io.obs4j.benchmarks;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * An exporter of OpenTelemetry's SDK that reads spans, and drops them.
 *
 * @param reader is given each
 */
record ReadSpans(Consumer<SpanData> reader) implements SpanExporter {

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    spans.forEach(reader);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }
}
