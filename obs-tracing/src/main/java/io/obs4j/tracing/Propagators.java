package io.obs4j.tracing;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carry span contexts and baggage between services in headers. Each works by itself with the
 * OpenTelemetry API, whoever makes the spans.
 *
 * <p>Whatever the headers hold, {@code extract} gives a context with what could be read, or the one
 * that it was given, and throws nothing: neither does it or {@code inject} let through what the
 * carrier throws. All are immutable and safe for use by any thread.
 */
public final class Propagators {

  private static final String VARIABLE = "OTEL_PROPAGATORS";
  private static final String EXPECTED =
      "a list of tracecontext, baggage, b3, b3multi and jaeger, separated by commas, or none";

  private static final TextMapPropagator W3C_PART = new W3CPropagator();
  private static final TextMapPropagator BAGGAGE_PART = new BaggagePropagator();
  private static final TextMapPropagator B3_PART = new B3Propagator(/* single= */ true);
  private static final TextMapPropagator B3_MULTI_PART = new B3Propagator(/* single= */ false);
  private static final TextMapPropagator JAEGER_PART = new JaegerPropagator();

  private static final TextMapPropagator W3C = guarded(W3C_PART);
  private static final TextMapPropagator BAGGAGE = guarded(BAGGAGE_PART);
  private static final TextMapPropagator B3 = guarded(B3_PART);
  private static final TextMapPropagator B3_MULTI = guarded(B3_MULTI_PART);
  private static final TextMapPropagator JAEGER = guarded(JAEGER_PART);

  private Propagators() {}

  private static TextMapPropagator guarded(TextMapPropagator part) {
    return new CompositePropagator(List.of(part), null);
  }

  /**
   * The headers {@code traceparent} and {@code tracestate} of W3C Trace Context Level 2.
   *
   * @return the propagator
   */
  public static TextMapPropagator w3c() {
    return W3C;
  }

  /**
   * The header {@code baggage} of W3C Baggage.
   *
   * @return the propagator
   */
  public static TextMapPropagator baggage() {
    return BAGGAGE;
  }

  /**
   * The header {@code b3} of Zipkin; the headers {@code X-B3-...} are read, too.
   *
   * @return the propagator
   */
  public static TextMapPropagator b3() {
    return B3;
  }

  /**
   * The headers {@code X-B3-...} of Zipkin; the header {@code b3} is read, too, and goes first.
   *
   * @return the propagator
   */
  public static TextMapPropagator b3Multi() {
    return B3_MULTI;
  }

  /**
   * The headers {@code uber-trace-id} and {@code uberctx-...} of Jaeger's own client libraries; the
   * header {@code jaeger-baggage} is read, too.
   *
   * @return the propagator
   */
  public static TextMapPropagator jaeger() {
    return JAEGER;
  }

  /**
   * Several at once: all inject; all extract, one after another, so that of two that find a parent
   * the later has the last word. What one of them throws does not keep the others from working.
   *
   * @param propagators ours and others, in their order; none do nothing
   * @return the propagator
   */
  public static TextMapPropagator composite(TextMapPropagator... propagators) {
    return new CompositePropagator(List.of(propagators), null);
  }

  /**
   * The ones that {@code OTEL_PROPAGATORS} names: {@code tracecontext}, {@code baggage}, {@code
   * b3}, {@code b3multi}, {@code jaeger}, in any case and in their order, each once; or {@code
   * none}. Other names are a fault of the environment and ignored. What a carrier throws later is
   * reported to the diagnostics of the environment.
   *
   * @param environment that is read
   * @return the propagator; {@code tracecontext} and {@code baggage} if no known name is given
   * @throws IllegalArgumentException if a name is not known and the environment is strict
   */
  public static TextMapPropagator fromEnvironment(Environment environment) {
    Objects.requireNonNull(environment, "environment");
    List<TextMapPropagator> parts = new ArrayList<>();
    boolean none = false;
    boolean malformed = false;
    for (String member : environment.list(VARIABLE)) {
      String name = member.toLowerCase(Locale.ROOT);
      TextMapPropagator part = named(name);
      if (part != null && !parts.contains(part)) {
        parts.add(part);
      }
      none |= name.equals("none");
      malformed |= part == null && !name.equals("none");
    }
    malformed |= none && !parts.isEmpty();
    Diagnostics diagnostics = environment.diagnostics();
    if (parts.isEmpty() && !none) {
      parts = List.of(W3C_PART, BAGGAGE_PART);
    }
    TextMapPropagator chosen = new CompositePropagator(parts, diagnostics);
    if (malformed) {
      String used = parts.isEmpty() ? "none" : chosen.toString();
      environment.malformed(VARIABLE, environment.text(VARIABLE).orElse(""), EXPECTED, used);
    }
    return chosen;
  }

  private static @Nullable TextMapPropagator named(String name) {
    for (TextMapPropagator part :
        List.of(W3C_PART, BAGGAGE_PART, B3_PART, B3_MULTI_PART, JAEGER_PART)) {
      if (part.toString().equals(name)) {
        return part;
      }
    }
    return null;
  }
}
