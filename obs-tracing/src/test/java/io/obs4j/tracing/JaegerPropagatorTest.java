package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of "Propagation Format" in the documentation of Jaeger's client libraries. */
class JaegerPropagatorTest {

  private static final TextMapPropagator JAEGER = Propagators.jaeger();
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";

  private static SpanContext span(Context context) {
    return Span.fromContext(context).getSpanContext();
  }

  private static Baggage baggage(String... headers) {
    return Baggage.fromContext(Carrier.extracted(JAEGER, headers));
  }

  /** "Trace/Span Identity": variable length, shorter values are filled with zeros on the left. */
  @ParameterizedTest
  @CsvSource({
    "80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1,80f198ee56343ba864fe8b2a57d3eff7,e457b5a2e4d86bd1",
    "64fe8b2a57d3eff7:e457b5a2e4d86bd1:05e3ac9a4f6e3b90:1,000000000000000064fe8b2a57d3eff7,e457b5a2e4d86bd1",
    "1:2:0:1,00000000000000000000000000000001,0000000000000002",
    "10000000000000000:fffffffff:0:01,00000000000000010000000000000000,0000000fffffffff",
    "deadbeef:cafe::1,000000000000000000000000deadbeef,000000000000cafe",
    "1:2:not looked at:1,00000000000000000000000000000001,0000000000000002",
    "1%3A2%3A0%3A1,00000000000000000000000000000001,0000000000000002",
  })
  void extract_wellFormed_givesIds(String header, String traceId, String spanId) {
    SpanContext span = span(Carrier.extracted(JAEGER, "uber-trace-id", header));

    assertThat(span.getTraceId()).isEqualTo(traceId);
    assertThat(span.getSpanId()).isEqualTo(spanId);
    assertThat(span.isSampled()).isTrue();
    assertThat(span.isRemote()).isTrue();
  }

  /** "Flags": one or two digits; bit 1 is sampled, bit 2 is debug, others are not used. */
  @ParameterizedTest
  @CsvSource({
    "0,false,0",
    "00,false,0",
    "1,true,1",
    "01,true,1",
    "2,true,3",
    "3,true,3",
    "03,true,3",
    "8,false,0",
    "9,true,1",
    "ff,true,3"
  })
  void flags_known_areSentOn(String flags, boolean sampled, String sent) {
    Context context =
        Carrier.extracted(JAEGER, "uber-trace-id", TRACE + ":" + SPAN + ":0:" + flags);

    assertThat(span(context).isSampled()).isEqualTo(sampled);
    assertThat(Carrier.injected(JAEGER, context).lines())
        .containsExactly("uber-trace-id: " + TRACE + ":" + SPAN + ":0:" + sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        "1:2:0",
        "1:2:0:",
        "1:2:0:1:",
        "1:2:0:1:1",
        "1:2:0:123",
        "1:2:0:g",
        "1:2:0:-1",
        "0:2:0:1",
        "1:0:0:1",
        ":2:0:1",
        "1::0:1",
        "G:2:0:1",
        "1:G:0:1",
        "1%3A2%3A0%3",
        "1%3A2%3A0",
        "180f198ee56343ba864fe8b2a57d3eff7:2:0:1",
        "1:1e457b5a2e4d86bd1:0:1",
      })
  void extract_malformed_isIgnored(String header) {
    assertThat(Carrier.extracted(JAEGER, "uber-trace-id", header)).isSameAs(Context.root());
  }

  @Test
  void extract_enormous_isIgnored() {
    assertThat(Carrier.extracted(JAEGER, "uber-trace-id", "1:2:" + "0".repeat(1_000) + ":1"))
        .isSameAs(Context.root());
  }

  /** A debug flag of B3 is one of Jaeger, and the other way round. */
  @Test
  void debug_fromOneFormat_isSentOnByTheOther() {
    Context fromB3 = Carrier.extracted(Propagators.b3(), "b3", TRACE + "-" + SPAN + "-d");
    Context fromJaeger = Carrier.extracted(JAEGER, "uber-trace-id", TRACE + ":" + SPAN + ":0:3");

    assertThat(Carrier.injected(JAEGER, fromB3).lines())
        .containsExactly("uber-trace-id: " + TRACE + ":" + SPAN + ":0:3");
    assertThat(Carrier.injected(Propagators.b3(), fromJaeger).lines())
        .containsExactly("b3: " + TRACE + "-" + SPAN + "-d");
  }

  /** "Baggage": a header for each; names have no case; "Value Encoding": as in forms. */
  @Test
  void baggage_headers_areRead() {
    Baggage baggage =
        baggage(
            "uberctx-key1", "value1", "UberCtx-Key-2", "a+b%20c%2B", "uberctx-", "x", "other", "y");

    assertThat(baggage.size()).isEqualTo(2);
    assertThat(baggage.getEntryValue("key1")).isEqualTo("value1");
    assertThat(baggage.getEntryValue("key-2")).isEqualTo("a b c+");
  }

  @Test
  void baggage_byHand_isRead() {
    Baggage baggage = baggage("Jaeger-Baggage", " k1 = v1,k2=v%3D2 ,, k3 ,=4,k4=");

    assertThat(baggage.size()).isEqualTo(3);
    assertThat(baggage.getEntryValue("k1")).isEqualTo("v1");
    assertThat(baggage.getEntryValue("k2")).isEqualTo("v=2");
    assertThat(baggage.getEntryValue("k4")).isEmpty();
  }

  @Test
  void baggage_malformed_isSkipped() {
    assertThat(baggage("uberctx-a", "%", "uberctx-b", "1").asMap().keySet()).containsExactly("b");
    assertThat(Carrier.extracted(JAEGER, "uberctx-a", "%zz", "jaeger-baggage", "x"))
        .isSameAs(Context.root());
  }

  /** The format has no limits; those of W3C Baggage hold. */
  @Test
  void baggage_tooMuch_isLeftOut() {
    Carrier carrier = Carrier.of();
    for (int i = 0; i < 200; i++) {
      carrier.set("uberctx-k" + i, "v");
    }

    Context context = JAEGER.extract(Context.root(), carrier, Carrier.GETTER);

    assertThat(Baggage.fromContext(context).size()).isEqualTo(180);
    assertThat(Carrier.injected(JAEGER, context).lines()).hasSize(180);
    assertThat(baggage("uberctx-a", "1".repeat(4_095)).isEmpty()).isTrue();
  }

  /** Longer headers are not looked at, as those of W3C Baggage are not. */
  @Test
  void baggage_longHeaders_areLookedAtOnce() {
    String commas = ",".repeat(BaggagePropagator.LONGEST - 3);

    assertThat(baggage("jaeger-baggage", commas + "a=b").getEntryValue("a")).isEqualTo("b");
    assertThat(baggage("jaeger-baggage", commas + ",a=b").isEmpty()).isTrue();
    assertThat(baggage("jaeger-baggage", "a=b" + commas + ",").isEmpty()).isTrue();
    assertThat(baggage("uberctx-a", "1".repeat(1 << 20), "uberctx-b", "1").asMap().keySet())
        .containsExactly("b");
  }

  @Test
  void baggage_getterWithoutNames_findsNone() {
    TextMapGetter<String> getter = (carrier, name) -> name.startsWith("uber-") ? carrier : null;

    Context context = JAEGER.extract(Context.root(), "1:2:0:1", getter);

    assertThat(span(context).isValid()).isTrue();
    assertThat(Baggage.fromContext(context).isEmpty()).isTrue();
  }

  @Test
  void inject_baggage_isEncoded() {
    Context context =
        Context.root().with(Baggage.builder().put("k", "a b+é").put("no token", "x").build());

    assertThat(Carrier.injected(JAEGER, context).lines())
        .containsExactly("uberctx-k: a%20b%2B%C3%A9");
  }

  @Test
  void fields_areTheHeadersWithFixedNames() {
    assertThat(JAEGER.fields()).containsExactly("uber-trace-id");
  }
}
