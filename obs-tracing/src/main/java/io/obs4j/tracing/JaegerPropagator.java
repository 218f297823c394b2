package io.obs4j.tracing;

import io.obs4j.core.internal.Hex;
import io.obs4j.core.internal.PercentEncoding;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code uber-trace-id} of Jaeger's client libraries, {@code
 * trace-id:span-id:parent-span-id:flags}, and their baggage. Zeros in front of an id may be
 * missing, and the whole may be percent-encoded. The id of the parent's parent is neither read nor
 * written.
 *
 * @see <a
 *     href="https://www.jaegertracing.io/docs/1.21/client-libraries/#propagation-format">Jaeger,
 *     Propagation Format</a>
 */
final class JaegerPropagator implements TextMapPropagator {

  private static final String HEADER = "uber-trace-id";

  /** Four fields and three colons, all of it percent-encoded. */
  private static final int LONGEST = 3 * (32 + 1 + 16 + 1 + 16 + 1 + 2);

  private static final int SAMPLED = 0b01;
  private static final int DEBUG = 0b10;

  @Override
  public Collection<String> fields() {
    return List.of(HEADER);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    String header = getter.get(carrier, HEADER);
    Context extracted = header == null ? context : extract(context, header);
    return carrier == null ? extracted : JaegerBaggage.extract(extracted, carrier, getter);
  }

  private static Context extract(Context context, String header) {
    String fields = header.length() > LONGEST ? null : PercentEncoding.decode(header);
    if (fields == null) {
      return context;
    }
    int first = fields.indexOf(':');
    int second = fields.indexOf(':', first + 1);
    int third = fields.indexOf(':', second + 1);
    int digits = fields.length() - third - 1;
    if (first < 0 || second <= first || third <= second || digits < 1 || digits > 2) {
      return context;
    }
    long flags = Hex.parse(fields, third + 1, fields.length());
    if (flags < 0) {
      return context;
    }
    NonRecordingSpan parent =
        NonRecordingSpan.remote(
            fields,
            0,
            first,
            fields,
            first + 1,
            second,
            (flags & (SAMPLED | DEBUG)) == 0 ? TraceFlags.getDefault() : TraceFlags.getSampled());
    return parent == null ? context : DebugTrace.with(context, parent, (flags & DEBUG) != 0);
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (span.isValid()) {
      long high = SpanIds.traceIdHigh(span);
      long low = SpanIds.traceIdLow(span);
      long id = SpanIds.spanId(span);
      boolean debug = DebugTrace.isSet(context, span);
      HeaderWriter writer = HeaderWriter.acquire();
      int end = writer.traceId(high, low);
      writer.ascii(end, ':').hex(end + 1, id);
      writer.ascii(end + 17, ':').ascii(end + 18, '0').ascii(end + 19, ':');
      writer.ascii(end + 20, debug ? '3' : span.isSampled() ? '1' : '0');
      setter.set(carrier, HEADER, writer.finish(end + 21));
    }
    JaegerBaggage.inject(context, carrier, setter);
  }

  @Override
  public String toString() {
    return "jaeger";
  }
}
