package io.obs4j.log4j2;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Map;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;

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

  private static final Supplied NOTHING = new Supplied(SpanContext.getInvalid(), Map.of());

  /** What was supplied last, as a span seldom logs but one event. Replaced without order. */
  private volatile Supplied last = NOTHING;

  /** A span in both of the forms that Log4j asks for. Immutable. */
  private static final class Supplied {

    final SpanContext span;
    final Map<String, String> map;
    final StringMap data;

    Supplied(SpanContext span, Map<String, String> map) {
      this.span = span;
      this.map = map;
      this.data = ContextDataFactory.createContextData(map);
      data.freeze();
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
    Supplied known = last;
    if (known.span != span) {
      known = new Supplied(span, Map.of(KEY, text(span)));
      last = known;
    }
    return known;
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
