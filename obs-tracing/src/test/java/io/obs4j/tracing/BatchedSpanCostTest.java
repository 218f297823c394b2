package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.ExportResult;
import io.obs4j.core.SpanRecord;
import io.obs4j.judges.Allocations;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What batched spans allocate on the thread that records them. */
class BatchedSpanCostTest {

  private static Span current(Tracer tracer) {
    Span span = tracer.spanBuilder("name").startSpan();
    try (Scope scope = span.makeCurrent()) {
      Allocations.sink = scope;
    }
    span.end();
    return span;
  }

  /** Span, end, node and scope; what the thread of the exporter takes is its own. */
  @Test
  void span_handedToABatcher_takesNoMoreOfItsCaller() {
    Tracing tracing = Tracing.create();
    AtomicLong delivered = new AtomicLong();
    Batcher<SpanRecord> batcher =
        Batcher.spans(
            "nowhere",
            BatchSettings.defaults(),
            batch -> {
              batch.forEach(SpanRecord::attributes);
              delivered.addAndGet(batch.size());
              return CompletableFuture.completedFuture(ExportResult.delivered());
            },
            tracing.diagnostics());
    tracing.spans().subscribe(batcher);
    Tracer tracer = tracing.tracerProvider().get("scope");

    double most = 80 + 32 + 24 + 32;
    assertThat(Allocations.perCall(() -> current(tracer), most)).isLessThanOrEqualTo(most);

    batcher.close(Duration.ofSeconds(60));
    assertThat(delivered).hasPositiveValue();
  }
}
