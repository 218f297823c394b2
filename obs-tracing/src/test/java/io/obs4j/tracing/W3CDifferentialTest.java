package io.obs4j.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Our W3C propagators beside those of the OpenTelemetry API, on headers that are well-formed but
 * for a few places: where both find something, they find the same.
 *
 * <p>Deliberate differences, which the generator leaves out or the comparison allows for: unknown
 * flags (we send zero, they send them on); white space around {@code traceparent} (we drop it, they
 * refuse); {@code traceparent} twice (we refuse, they take the first); {@code tracestate} in
 * several headers (we join them, they take the first), keys of level 2 and members that are empty
 * (we keep the list, they discard it); properties of baggage (opaque for us, percent-encoded for
 * them); a value in baggage that is not UTF-8, and keys that are no tokens.
 */
class W3CDifferentialTest {

  private static final int PROGRAMS = Integer.getInteger("obs4j.programs", 20_000);
  private static final String HEX = "0123456789abcdef";
  private static final String WRONG = "gAF-_., \t=0z%\"";

  private final long seed = Long.getLong("obs4j.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static SpanContext span(TextMapPropagator propagator, String... headers) {
    return Span.fromContext(Carrier.extracted(propagator, headers)).getSpanContext();
  }

  private String digits(int count) {
    return text(HEX, count);
  }

  private String text(String alphabet, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** In one of four, a character that may be wrong; in one of eight, a different length. */
  private String mutated(String text) {
    StringBuilder mutated = new StringBuilder(text);
    if (random.nextInt(4) == 0) {
      mutated.setCharAt(
          random.nextInt(mutated.length()), WRONG.charAt(random.nextInt(WRONG.length())));
    }
    if (random.nextInt(8) == 0) {
      mutated.insert(random.nextInt(mutated.length()), text(HEX + "-", 1));
    }
    return mutated.toString();
  }

  private String traceparent() {
    String version = random.nextInt(3) > 0 ? "00" : digits(2);
    String rest = random.nextInt(4) > 0 ? "" : "-" + digits(3);
    String flags = "0" + random.nextInt(4);
    return mutated(version + "-" + digits(32) + "-" + digits(16) + "-" + flags + rest);
  }

  private String tracestate() {
    StringBuilder state = new StringBuilder();
    for (int members = random.nextInt(35); members > 0; members--) {
      String key = text("abcdefz", 1) + text("abz09_-*/", random.nextInt(6));
      state.append(key).append('=').append(text("abz09_-*/ !~", random.nextInt(6)));
      state.append(members == 1 ? "z" : "z,");
    }
    return state.length() == 0 ? "" : mutated(state.toString());
  }

  @Test
  void traceContext_whereBothFindAParent_isTheSame() {
    int valid = 0;
    int invalid = 0;
    int states = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      String traceparent = traceparent();
      String tracestate = tracestate();
      String[] headers = {"traceparent", traceparent, "tracestate", tracestate};
      SpanContext ours = span(Propagators.w3c(), headers);
      SpanContext theirs = span(W3CTraceContextPropagator.getInstance(), headers);
      String program = traceparent + " and " + tracestate + ", seed " + seed;

      boolean spaced = !traceparent.equals(traceparent.strip());
      if (!spaced) {
        assertThat(ours.isValid()).as(program).isEqualTo(theirs.isValid());
      }
      if (theirs.isValid()) {
        valid++;
        assertThat(ours.getTraceId()).as(program).isEqualTo(theirs.getTraceId());
        assertThat(ours.getSpanId()).as(program).isEqualTo(theirs.getSpanId());
        assertThat(ours.getTraceFlags().asByte() & 3)
            .as(program)
            .isEqualTo(theirs.getTraceFlags().asByte() & 3);
        if (!theirs.getTraceState().isEmpty()) {
          states++;
          assertThat(ours.getTraceState()).as(program).isEqualTo(theirs.getTraceState());
        }
      } else {
        invalid++;
      }
    }
    assertThat(valid).as("seed %d", seed).isGreaterThan(PROGRAMS / 3);
    assertThat(invalid).as("seed %d", seed).isGreaterThan(PROGRAMS / 20);
    assertThat(states).as("seed %d", seed).isGreaterThan(PROGRAMS / 10);
  }

  @Test
  void traceContext_injected_isTheSame() {
    for (int i = 0; i < PROGRAMS / 10; i++) {
      Context context =
          Carrier.extracted(
              W3CTraceContextPropagator.getInstance(),
              "traceparent",
              traceparent(),
              "tracestate",
              tracestate());

      assertThat(Carrier.injected(Propagators.w3c(), context).lines())
          .as("seed %d", seed)
          .isEqualTo(Carrier.injected(W3CTraceContextPropagator.getInstance(), context).lines());
    }
  }

  private String baggage() {
    StringBuilder baggage = new StringBuilder();
    for (int members = 1 + random.nextInt(5); members > 0; members--) {
      baggage.append(text("abc", 1 + random.nextInt(3))).append('=');
      baggage.append(text("xyz09-_.", random.nextInt(5)));
      baggage.append(random.nextInt(3) == 0 ? "%20%C3%A4" : "");
      baggage.append(members == 1 ? "" : random.nextBoolean() ? "," : " , ");
    }
    return baggage.toString();
  }

  @Test
  void baggage_wellFormed_isTheSameInBothDirections() {
    for (int i = 0; i < PROGRAMS; i++) {
      String header = baggage();
      Context ours = Carrier.extracted(Propagators.baggage(), "baggage", header);
      Context theirs = Carrier.extracted(W3CBaggagePropagator.getInstance(), "baggage", header);
      assertThat(Baggage.fromContext(ours).asMap())
          .as("%s, seed %d", header, seed)
          .isEqualTo(Baggage.fromContext(theirs).asMap());

      Carrier sent = Carrier.injected(Propagators.baggage(), theirs);
      assertThat(
              Baggage.fromContext(
                  W3CBaggagePropagator.getInstance().extract(Context.root(), sent, Carrier.GETTER)))
          .as("%s, seed %d", header, seed)
          .isEqualTo(Baggage.fromContext(theirs));
    }
  }
}
