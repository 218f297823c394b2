package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of https://github.com/openzipkin/b3-propagation (README), and of OpenTelemetry's "B3
 * Requirements" in the specification of propagators.
 */
class B3PropagatorTest {

  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";
  private static final TextMapPropagator SINGLE = Propagators.b3();
  private static final TextMapPropagator MULTI = Propagators.b3Multi();

  private static SpanContext span(Context context) {
    return Span.fromContext(context).getSpanContext();
  }

  /**
   * "Single Header": trace id, span id, sampling state and parent, of which the last two may lack.
   */
  @ParameterizedTest
  @CsvSource({
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1,false",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0,false",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1,true",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-d,true",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90,true",
    "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-05e3ac9a4f6e3b90,false",
  })
  void extractSingle_wellFormed_givesIdsAndDecision(String header, boolean sampled) {
    SpanContext span = span(Carrier.extracted(SINGLE, "b3", header));

    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getSpanId()).isEqualTo(SPAN);
    assertThat(span.isSampled()).isEqualTo(sampled);
    assertThat(span.isRemote()).isTrue();
  }

  /** "TraceId": 32 or 16 digits. A short one is sent on as short as it came. */
  @Test
  void traceId_of64Bits_isFilledWithZerosAndSentOnShort() {
    String header = "64fe8b2a57d3eff7-" + SPAN + "-1";

    Context context = Carrier.extracted(SINGLE, "b3", header);

    assertThat(span(context).getTraceId()).isEqualTo("000000000000000064fe8b2a57d3eff7");
    assertThat(Carrier.injected(SINGLE, context).lines()).containsExactly("b3: " + header);
    assertThat(Carrier.injected(MULTI, context).lines())
        .containsExactly(
            "X-B3-TraceId: 64fe8b2a57d3eff7", "X-B3-SpanId: " + SPAN, "X-B3-Sampled: 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "--",
        "2",
        "D",
        "00",
        "b3",
        TRACE,
        TRACE + "-",
        TRACE + "-" + SPAN + "-",
        TRACE + "-" + SPAN + "-2",
        TRACE + "-" + SPAN + "-D",
        TRACE + "-" + SPAN + "-true",
        TRACE + "-" + SPAN + "0",
        TRACE + "-" + SPAN + "0-1",
        TRACE + "-e457b5a2e4d86bd-1",
        TRACE + "0-" + SPAN + "-1",
        "80f198ee56343ba8-0000000000000000-1",
        "0000000000000000-" + SPAN + "-1",
        "80F198EE56343BA8-" + SPAN + "-1",
        "80f198ee56343ba-" + SPAN + "-1",
        "80f198ee56343ba8g-" + SPAN + "-1",
        "-" + SPAN + "-1",
      })
  void extractSingle_malformed_isIgnored(String header) {
    assertThat(Carrier.extracted(SINGLE, "b3", header)).isSameAs(Context.root());
  }

  /** "Multiple Headers". */
  @ParameterizedTest
  @CsvSource({
    "1,,true",
    "0,,false",
    "true,,true",
    "false,,false",
    ",,false",
    ",1,true",
    "0,1,true",
    "2,,false",
    "1,0,true",
  })
  void extractMulti_wellFormed_givesIdsAndDecision(
      @Nullable String sampled, @Nullable String flags, boolean expected) {
    Carrier carrier = Carrier.of("X-B3-TraceId", TRACE, "x-b3-spanid", SPAN);
    carrier.set("X-B3-ParentSpanId", "05e3ac9a4f6e3b90");
    if (sampled != null) {
      carrier.set("X-B3-Sampled", sampled);
    }
    if (flags != null) {
      carrier.set("X-B3-Flags", flags);
    }

    SpanContext span = span(MULTI.extract(Context.root(), carrier, Carrier.GETTER));

    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getSpanId()).isEqualTo(SPAN);
    assertThat(span.isSampled()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "80f198ee56343ba864fe8b2a57d3eff7,",
    ",e457b5a2e4d86bd1",
    "80f198ee56343ba864fe8b2a57d3eff7,e457b5a2e4d86bd",
    "80f198ee56343ba864fe8b2a57d3eff7,e457b5a2e4d86bd11",
    "80f198ee56343ba864fe8b2a57d3eff7,0000000000000000",
    "00000000000000000000000000000000,e457b5a2e4d86bd1",
    "80f198ee,e457b5a2e4d86bd1",
    "x0f198ee56343ba8,e457b5a2e4d86bd1",
  })
  void extractMulti_malformed_isIgnored(@Nullable String traceId, @Nullable String spanId) {
    Carrier carrier = Carrier.of("X-B3-Sampled", "1");
    if (traceId != null) {
      carrier.set("X-B3-TraceId", traceId);
    }
    if (spanId != null) {
      carrier.set("X-B3-SpanId", spanId);
    }

    assertThat(MULTI.extract(Context.root(), carrier, Carrier.GETTER)).isSameAs(Context.root());
  }

  /** OpenTelemetry, "B3 Extract": both are tried, and the single header takes precedence. */
  @Test
  void extract_bothEncodings_takesTheSingleHeader() {
    String[] headers = {
      "X-B3-TraceId",
      "463ac35c9f6413ad48485a3953bb6124",
      "X-B3-SpanId",
      "a2fb4a1d1a96d312",
      "b3",
      ""
    };
    for (TextMapPropagator propagator : new TextMapPropagator[] {SINGLE, MULTI}) {
      headers[5] = TRACE + "-" + SPAN;
      assertThat(span(Carrier.extracted(propagator, headers)).getTraceId()).isEqualTo(TRACE);
      headers[5] = "malformed";
      assertThat(span(Carrier.extracted(propagator, headers)).getSpanId())
          .isEqualTo("a2fb4a1d1a96d312");
    }
  }

  /**
   * OpenTelemetry, "B3 Extract": the debug flag is preserved; "Debug Flag": no sampled beside it.
   */
  @Test
  void debug_fromEitherEncoding_isSentOnByBoth() {
    Context single = Carrier.extracted(SINGLE, "b3", TRACE + "-" + SPAN + "-d");
    Context multi =
        Carrier.extracted(MULTI, "X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Flags", "1");

    for (Context context : new Context[] {single, multi}) {
      Span child =
          Span.wrap(
              SpanContext.create(
                  TRACE, "1111111111111111", TraceFlags.getSampled(), TraceState.getDefault()));
      assertThat(Carrier.injected(SINGLE, context.with(child)).lines())
          .containsExactly("b3: " + TRACE + "-1111111111111111-d");
      assertThat(Carrier.injected(MULTI, context).lines())
          .containsExactly("X-B3-TraceId: " + TRACE, "X-B3-SpanId: " + SPAN, "X-B3-Flags: 1");
    }
  }

  @Test
  void debug_ofAnEarlierParent_isForgotten() {
    Context debug = Carrier.extracted(SINGLE, "b3", TRACE + "-" + SPAN + "-d");

    Context next =
        SINGLE.extract(debug, Carrier.of("b3", TRACE + "-" + SPAN + "-1"), Carrier.GETTER);

    assertThat(Carrier.injected(SINGLE, next).lines())
        .containsExactly("b3: " + TRACE + "-" + SPAN + "-1");
  }

  /** "Sampling State": a decision may come without ids. */
  @ParameterizedTest
  @CsvSource({
    "b3,0,false,0",
    "b3,1,true,1",
    "b3,d,true,d",
    "X-B3-Sampled,0,false,0",
    "X-B3-Sampled,1,true,1",
    "X-B3-Flags,1,true,d"
  })
  void decision_withoutIds_isKeptWithoutIds(
      String name, String value, boolean sampled, String sent) {
    Context context = Carrier.extracted(SINGLE, name, value);

    assertThat(span(context).isValid()).isFalse();
    assertThat(span(context).isRemote()).isTrue();
    assertThat(span(context).isSampled()).isEqualTo(sampled);
    assertThat(Carrier.injected(SINGLE, context).lines()).containsExactly("b3: " + sent);
    assertThat(Carrier.injected(MULTI, context).lines())
        .containsExactly(sent.equals("d") ? "X-B3-Flags: 1" : "X-B3-Sampled: " + sent);
    // The others have no word for it.
    assertThat(Carrier.injected(Propagators.w3c(), context).lines()).isEmpty();
    assertThat(Carrier.injected(Propagators.jaeger(), context).lines()).isEmpty();
  }

  /** "Why propagate a reject sampling decision?": who gets one does not sample. */
  @ParameterizedTest
  @CsvSource({"0,false", "1,true", "d,true"})
  void decision_withoutIds_isFollowedByTheTracer(String decision, boolean recorded) {
    Tracing tracing = Tracing.builder().build();
    List<SpanRecord> ended = new CopyOnWriteArrayList<>();
    tracing.spans().subscribe(ended::add);
    Context parent = Carrier.extracted(SINGLE, "b3", decision);

    Span span = tracing.tracerProvider().get("s").spanBuilder("n").setParent(parent).startSpan();
    span.end();

    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.getSpanContext().isSampled()).isEqualTo(recorded);
    assertThat(Carrier.injected(SINGLE, parent.with(span)).lines().get(0)).endsWith("-" + decision);
    assertThat(ended).hasSize(recorded ? 1 : 0);
    assertThat(ended)
        .allSatisfy(
            record -> {
              assertThat(record.parentSpanId()).isZero();
              assertThat(record.isParentRemote()).isFalse();
            });
  }

  @Test
  void decision_withoutIds_doesNotReplaceASpan() {
    Context given =
        Context.root()
            .with(
                NonRecordingSpan.remote(1, 2, 3, TraceFlags.getSampled(), TraceState.getDefault()));

    assertThat(SINGLE.extract(given, Carrier.of("b3", "0"), Carrier.GETTER)).isSameAs(given);
  }

  /** OpenTelemetry, "B3 Inject": the parent of the span is never sent. */
  @Test
  void inject_span_writesTheHeadersOfTheFormat() {
    Context context = Carrier.extracted(SINGLE, "b3", TRACE + "-" + SPAN + "-0-05e3ac9a4f6e3b90");

    assertThat(Carrier.injected(SINGLE, context).lines())
        .containsExactly("b3: " + TRACE + "-" + SPAN + "-0");
    assertThat(Carrier.injected(MULTI, context).lines())
        .containsExactly("X-B3-TraceId: " + TRACE, "X-B3-SpanId: " + SPAN, "X-B3-Sampled: 0");
    assertThat(Carrier.injected(SINGLE, Context.root()).lines()).isEmpty();
    assertThat(Carrier.injected(MULTI, Context.root()).lines()).isEmpty();
  }

  /** OpenTelemetry, "Fields": the headers used for injection. */
  @Test
  void fields_areTheHeadersThatAreWritten() {
    assertThat(SINGLE.fields()).containsExactly("b3");
    assertThat(MULTI.fields())
        .containsExactly("X-B3-TraceId", "X-B3-SpanId", "X-B3-Sampled", "X-B3-Flags");
  }
}
