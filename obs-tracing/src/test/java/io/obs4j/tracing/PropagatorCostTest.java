package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.judges.Allocations;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading and writing headers costs the caller. */
class PropagatorCostTest {

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final TextMapGetter<Map<String, String>> GETTER =
      (carrier, key) -> carrier == null ? null : carrier.get(key);

  private static double extract(TextMapPropagator propagator, Map<String, String> headers) {
    return Allocations.perCall(() -> propagator.extract(Context.root(), headers, GETTER));
  }

  private static double inject(TextMapPropagator propagator, SpanContext span) {
    Context context = Context.root().with(Span.wrap(span));
    Map<String, String> headers = new HashMap<>();
    return Allocations.perCall(
        () -> {
          propagator.inject(context, headers, Map::put);
          return headers;
        });
  }

  private static SpanContext foreign() {
    return SpanContext.createFromRemoteParent(
        "0af7651916cd43dd8448eb211c80319c",
        "b7ad6b7169203331",
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  @Test
  void extractW3c_validParent_takesSpanAndContextAlone() {
    Map<String, String> headers = Map.of("traceparent", TRACEPARENT, "accept", "*/*");

    double ours = extract(Propagators.w3c(), headers);

    // The span is 40 bytes, a context with one entry is 40 more.
    assertThat(ours).isLessThanOrEqualTo(80);
    assertThat(extract(W3CTraceContextPropagator.getInstance(), headers)).isGreaterThan(2 * ours);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-", "zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})
  void extractW3c_noParent_takesNothing(String header) {
    assertThat(extract(Propagators.w3c(), Map.of())).isZero();
    assertThat(extract(Propagators.w3c(), Map.of("traceparent", header))).isZero();
  }

  @Test
  void injectW3c_ourSpan_takesTheStringAlone() {
    SpanContext ours =
        NonRecordingSpan.remote(1, 2, 3, TraceFlags.getSampled(), TraceState.getDefault());

    assertThat(inject(Propagators.w3c(), ours)).isLessThanOrEqualTo(96);
  }

  @Test
  void injectW3c_foreignSpan_takesTheStringAlone() {
    assertThat(inject(Propagators.w3c(), foreign())).isLessThanOrEqualTo(96);
  }

  @Test
  void b3_valid_takesNoMoreThanW3c() {
    Map<String, String> headers =
        Map.of("b3", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1");

    assertThat(extract(Propagators.b3(), headers)).isLessThanOrEqualTo(80);
    assertThat(inject(Propagators.b3(), foreign())).isLessThanOrEqualTo(96);
  }
}
