package io.obs4j.log4j2;

import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Map;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives each event of Log4j the span in which it is logged, under the key {@value #KEY}, as the
 * text of a {@code traceparent} header: so it travels to the threads of asynchronous loggers and
 * appenders, where {@link ObsLayout} takes it from there. Where no span is current, there is
 * nothing. Found by Log4j itself; safe for use by any thread.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
public final class ObsContextDataProvider implements ContextDataProvider {

  /** Under which key the span is found: {@value}. */
  public static final String KEY = "obs4j.traceparent";

  private static final int TRACE_ID = 3;
  private static final int SPAN_ID = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;

  /** For so many spans what was supplied is kept: a power of two. */
  private static final int SPANS = 256;

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final Supplied NOTHING = new Supplied(SpanContext.getInvalid(), Map.of());

  /**
   * By the ids of the span. Entries are immutable and found by plain reads: final fields publish
   * them safely, and a thread that does not see one makes another, as do spans that meet in one
   * place.
   */
  private final @Nullable Supplied[] known = new Supplied[SPANS];

  /** A span in both of the forms that Log4j asks for. Does not keep the span itself. Immutable. */
  private static final class Supplied {

    final Map<String, String> map;
    final StringMap data;
    private final long traceIdHigh;
    private final long traceIdLow;
    private final long spanId;
    private final byte flags;

    Supplied(SpanContext span, Map<String, String> map) {
      this.traceIdHigh = SpanIds.traceIdHigh(span);
      this.traceIdLow = SpanIds.traceIdLow(span);
      this.spanId = SpanIds.spanId(span);
      this.flags = span.getTraceFlags().asByte();
      this.map = map;
      this.data = ContextDataFactory.createContextData(map);
      data.freeze();
    }

    boolean isOf(SpanContext span, long itsSpanId) {
      return spanId == itsSpanId
          && traceIdLow == SpanIds.traceIdLow(span)
          && traceIdHigh == SpanIds.traceIdHigh(span)
          && flags == span.getTraceFlags().asByte();
    }
  }

  /** What Log4j makes once. */
  public ObsContextDataProvider() {}

  @Override
  public Map<String, String> supplyContextData() {
    return current().map;
  }

  @Override
  public StringMap supplyStringMap() {
    return current().data;
  }

  private Supplied current() {
    SpanContext span = Span.current().getSpanContext();
    if (!span.isValid()) {
      return NOTHING;
    }
    long id = SpanIds.spanId(span);
    int place = (int) ((id * GOLDEN_RATIO) >>> (Long.SIZE - Integer.numberOfTrailingZeros(SPANS)));
    Supplied supplied = known[place];
    if (supplied == null || !supplied.isOf(span, id)) {
      supplied = new Supplied(span, Map.of(KEY, text(span)));
      known[place] = supplied;
    }
    return supplied;
  }

  private static String text(SpanContext span) {
    return "00-" + span.getTraceId() + '-' + span.getSpanId() + '-' + span.getTraceFlags().asHex();
  }

  /** The span that such a text tells of, invalid if it tells of none. */
  static SpanContext span(String text) {
    if (text.length() != LENGTH) {
      return SpanContext.getInvalid();
    }
    int flags = Character.digit(text.charAt(FLAGS), 16) << 4;
    return SpanContext.create(
        text.substring(TRACE_ID, SPAN_ID - 1),
        text.substring(SPAN_ID, FLAGS - 1),
        TraceFlags.fromByte((byte) (flags | Character.digit(text.charAt(FLAGS + 1), 16))),
        TraceState.getDefault());
  }
}
