package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the headers hold: extraction gives what is valid or the context that was given, throws
 * nothing, and what is then injected is read back as the same and injected as the same.
 */
class PropagatorFuzzTest {

  private static final String[] NAMES = {
    "traceparent",
    "tracestate",
    "baggage",
    "b3",
    "X-B3-TraceId",
    "X-B3-SpanId",
    "X-B3-Sampled",
    "X-B3-Flags",
    "uber-trace-id",
    "uberctx-k",
    "jaeger-baggage",
    "uberctx-"
  };

  private static final String[] WELL_FORMED = {
    "traceparent", "00-12345678901234567890123456789012-1234567890123456-01",
    "tracestate", "foo=1,0@b@c= 2 , bar=x",
    "tracestate", "rojo=00f067aa0ba902b7",
    "baggage", "k=v%20w;p=1;q, l = 2",
    "b3", "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90",
    "X-B3-TraceId", "64fe8b2a57d3eff7",
    "X-B3-SpanId", "e457b5a2e4d86bd1",
    "X-B3-Sampled", "1",
    "X-B3-Flags", "1",
    "uber-trace-id", "deadbeef:cafe:0:3",
    "uberctx-k", "a+b%20c",
    "jaeger-baggage", "l=1, m=%2B"
  };

  private static final String ODD = "0aAgz-:;,=%+ \t\"\\\u0000\u007f\u00e9\u20ac\ud800";

  /** Unguarded, so that what they throw is seen. */
  private static final TextMapPropagator[] FORMATS = {
    new W3CPropagator(),
    new BaggagePropagator(),
    new B3Propagator(/* single= */ true),
    new B3Propagator(/* single= */ false),
    new JaegerPropagator()
  };

  @FuzzTest(maxDuration = "30s")
  void extract_anyHeaders_isSafeAndStable(FuzzedDataProvider data) {
    TextMapPropagator format = FORMATS[data.consumeInt(0, FORMATS.length - 1)];
    Carrier carrier = Carrier.of();
    for (int headers = data.consumeInt(0, 6); headers > 0; headers--) {
      carrier.add(data.pickValue(NAMES), data.consumeString(data.consumeInt(0, 600)));
    }

    check(format, carrier);
  }

  @FuzzTest(maxDuration = "30s")
  void extract_anyValueOfOneHeader_isSafeAndStable(FuzzedDataProvider data) {
    int which = data.consumeInt(0, FORMATS.length - 1);
    String value = data.consumeRemainingAsString();
    String[] names = {"traceparent", "baggage", "b3", "X-B3-Sampled", "uber-trace-id"};
    Carrier carrier = Carrier.of(names[which], value);
    if (which == 0) {
      carrier =
          Carrier.of(
              "traceparent",
              "00-12345678901234567890123456789012-1234567890123456-01",
              "tracestate",
              value);
    }

    check(FORMATS[which], carrier);
  }

  /** What a fuzzer would take long to find: a few characters away from what is well-formed. */
  @Test
  void extract_nearlyWellFormedHeaders_isSafeAndStable() {
    long seed = Long.getLong("obs4j.seed", System.nanoTime());
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < 40_000; i++) {
      Carrier carrier = Carrier.of();
      for (int j = 0; j < WELL_FORMED.length; j += 2) {
        if (random.nextInt(3) > 0) {
          carrier.add(WELL_FORMED[j], mutated(WELL_FORMED[j + 1], random));
        }
      }
      try {
        found += check(FORMATS[i % FORMATS.length], carrier) ? 1 : 0;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + carrier.lines(), e);
      }
    }
    assertThat(found).as("seed %d", seed).isBetween(10_000, 39_000);
  }

  private static String mutated(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int changes = random.nextInt(3); changes > 0 && mutated.length() > 0; changes--) {
      int at = random.nextInt(mutated.length());
      char c = ODD.charAt(random.nextInt(ODD.length()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.setCharAt(at, c);
        case 1 -> mutated.insert(at, c);
        default -> mutated.deleteCharAt(at);
      }
    }
    return mutated.toString();
  }

  /** Whether anything was found. */
  private static boolean check(TextMapPropagator format, Carrier carrier) {
    Context extracted = format.extract(Context.root(), carrier, Carrier.GETTER);

    SpanContext span = Span.fromContext(extracted).getSpanContext();
    Baggage baggage = Baggage.fromContext(extracted);
    if (extracted != Context.root()) {
      assertThat(span.isValid() || span.isRemote() || !baggage.isEmpty()).isTrue();
    }
    assertThat(TraceId.isValid(span.getTraceId()) && SpanId.isValid(span.getSpanId()))
        .isEqualTo(span.isValid());
    assertThat(span.getTraceState().size()).isLessThanOrEqualTo(32);
    assertThat(baggage.size()).isLessThanOrEqualTo(180);

    Carrier sent = Carrier.injected(format, extracted);
    Context again = format.extract(Context.root(), sent, Carrier.GETTER);
    assertThat(Span.fromContext(again).getSpanContext()).isEqualTo(span);
    assertThat(Carrier.injected(format, again).lines())
        .containsExactlyInAnyOrderElementsOf(sent.lines());
    return extracted != Context.root();
  }
}
