package io.obs4j.tracing;

import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of Zipkin: the single one named {@code b3}, or the several whose names begin with
 * {@code X-B3-}. Both are read, the single one first; one of them is written.
 *
 * <p>The id of the parent's parent is neither read nor written, because a server never continues
 * the client's span here. A decision that comes without ids is kept as a remote span without ids:
 * it is not valid, but its flags tell samplers what was decided. A decision that is left to the
 * receiver counts as not to sample, because a span context knows no third state.
 *
 * @see <a href="https://github.com/openzipkin/b3-propagation">B3 propagation</a>
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/context/api-propagators/#b3-requirements">OpenTelemetry,
 *     B3 requirements</a>
 */
final class B3Propagator implements TextMapPropagator {

  private static final String SINGLE = "b3";
  private static final String TRACE_ID = "X-B3-TraceId";
  private static final String SPAN_ID = "X-B3-SpanId";
  private static final String SAMPLED = "X-B3-Sampled";
  private static final String FLAGS = "X-B3-Flags";

  private static final int SPAN_ID_LENGTH = 16;

  private static final NonRecordingSpan DENIED = withoutIds(TraceFlags.getDefault());
  private static final NonRecordingSpan ACCEPTED = withoutIds(TraceFlags.getSampled());

  private static final char DENY = '0';
  private static final char ACCEPT = '1';
  private static final char DEBUG = 'd';

  /** The decision is left to the receiver. */
  private static final char DEFERRED = ' ';

  private static final char MALFORMED = '?';

  private final boolean single;

  /**
   * A propagator.
   *
   * @param single whether to write the single header
   */
  B3Propagator(boolean single) {
    this.single = single;
  }

  private static NonRecordingSpan withoutIds(TraceFlags flags) {
    return NonRecordingSpan.remote(0, 0, 0, flags, TraceState.getDefault());
  }

  @Override
  public Collection<String> fields() {
    return single ? List.of(SINGLE) : List.of(TRACE_ID, SPAN_ID, SAMPLED, FLAGS);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String header = getter.get(carrier, SINGLE);
    Context extracted = header == null ? context : extract(context, header);
    return extracted == context ? extractSeveral(context, carrier, getter) : extracted;
  }

  private static Context extract(Context context, String header) {
    int length = header.length();
    if (length == 1) {
      return with(context, decision(header.charAt(0)));
    }
    int dash = header.indexOf('-');
    int end = dash + 1 + SPAN_ID_LENGTH;
    if (dash < 0 || length < end || (length > end && header.charAt(end) != '-')) {
      return context;
    }
    char decision = length == end ? DEFERRED : decision(header, end + 1);
    return with(context, header, dash, header, dash + 1, decision);
  }

  /** The decision behind the ids. If another field is there instead, it is the span's parent. */
  private static char decision(String header, int from) {
    int rest = header.length() - from;
    if (rest == 1 || (rest > 1 && header.charAt(from + 1) == '-')) {
      return decision(header.charAt(from));
    }
    return rest == SPAN_ID_LENGTH ? DEFERRED : MALFORMED;
  }

  private static char decision(char c) {
    return c == DENY || c == ACCEPT || c == DEBUG ? c : MALFORMED;
  }

  private static <C> Context extractSeveral(
      Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    char decision = decision(getter.get(carrier, FLAGS), getter.get(carrier, SAMPLED));
    String traceId = getter.get(carrier, TRACE_ID);
    String spanId = getter.get(carrier, SPAN_ID);
    if (traceId == null && spanId == null) {
      return with(context, decision);
    }
    if (traceId == null || spanId == null || spanId.length() != SPAN_ID_LENGTH) {
      return context;
    }
    return with(context, traceId, traceId.length(), spanId, 0, decision);
  }

  private static char decision(@Nullable String flags, @Nullable String sampled) {
    if ("1".equals(flags)) {
      return DEBUG;
    }
    if ("1".equals(sampled) || "true".equals(sampled)) {
      return ACCEPT;
    }
    return "0".equals(sampled) || "false".equals(sampled) ? DENY : DEFERRED;
  }

  /** The context with a decision that came without ids, unless it has a span already. */
  private static Context with(Context context, char decision) {
    if (decision == MALFORMED
        || decision == DEFERRED
        || Span.fromContext(context).getSpanContext().isValid()) {
      return context;
    }
    return DebugTrace.with(context, decision == DENY ? DENIED : ACCEPTED, decision == DEBUG);
  }

  private static Context with(
      Context context,
      String traceText,
      int traceTo,
      String spanText,
      int spanFrom,
      char decision) {
    if (decision == MALFORMED || (traceTo != 16 && traceTo != 32)) {
      return context;
    }
    NonRecordingSpan parent =
        NonRecordingSpan.remote(
            traceText,
            0,
            traceTo,
            spanText,
            spanFrom,
            spanFrom + SPAN_ID_LENGTH,
            decision == ACCEPT || decision == DEBUG
                ? TraceFlags.getSampled()
                : TraceFlags.getDefault());
    return parent == null ? context : DebugTrace.with(context, parent, decision == DEBUG);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    // What is not valid and yet remote is a decision without ids.
    if (span.isValid() || span.isRemote()) {
      char decision = DebugTrace.isSet(context, span) ? DEBUG : span.isSampled() ? ACCEPT : DENY;
      if (single) {
        injectSingle(span, decision, carrier, setter);
      } else {
        injectSeveral(span, decision, carrier, setter);
      }
    }
  }

  private static <C> void injectSingle(
      SpanContext span, char decision, @Nullable C carrier, TextMapSetter<C> setter) {
    if (!span.isValid()) {
      setter.set(carrier, SINGLE, String.valueOf(decision));
      return;
    }
    long high = SpanIds.traceIdHigh(span);
    long low = SpanIds.traceIdLow(span);
    long id = SpanIds.spanId(span);
    HeaderWriter writer = HeaderWriter.acquire();
    int end = writer.traceId(high, low);
    writer.ascii(end, '-').hex(end + 1, id).ascii(end + 17, '-').ascii(end + 18, decision);
    setter.set(carrier, SINGLE, writer.finish(end + 19));
  }

  private static <C> void injectSeveral(
      SpanContext span, char decision, @Nullable C carrier, TextMapSetter<C> setter) {
    if (span.isValid()) {
      long high = SpanIds.traceIdHigh(span);
      long low = SpanIds.traceIdLow(span);
      HeaderWriter writer = HeaderWriter.acquire();
      setter.set(carrier, TRACE_ID, writer.finish(writer.traceId(high, low)));
      setter.set(carrier, SPAN_ID, span.getSpanId());
    }
    if (decision == DEBUG) {
      setter.set(carrier, FLAGS, "1");
    } else {
      setter.set(carrier, SAMPLED, decision == ACCEPT ? "1" : "0");
    }
  }

  @Override
  public String toString() {
    return single ? "b3" : "b3multi";
  }
}
