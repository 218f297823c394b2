package io.obs4j.logging.format;

import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.Hex;
import io.obs4j.core.internal.SpanIds;
import io.opentelemetry.api.trace.SpanContext;

/**
 * The ids and the flags of a span as hexadecimal digits in quotes, also those of foreign contexts,
 * which may be anything.
 */
final class SpanText {

  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  private SpanText() {}

  static void writeTraceId(ByteSink out, SpanContext span) {
    out.writeByte('"');
    if (span instanceof SpanIds ids) {
      out.writeHex(ids.traceIdHigh());
      out.writeHex(ids.traceIdLow());
    } else {
      write(out, span.getTraceId(), TRACE_DIGITS);
    }
    out.writeByte('"');
  }

  static void writeSpanId(ByteSink out, SpanContext span) {
    out.writeByte('"');
    if (span instanceof SpanIds ids) {
      out.writeHex(ids.spanId());
    } else {
      write(out, span.getSpanId(), SPAN_DIGITS);
    }
    out.writeByte('"');
  }

  static void writeTraceFlags(ByteSink out, SpanContext span) {
    byte flags = span.getTraceFlags().asByte();
    out.writeByte('"');
    out.writeByte(Character.forDigit(flags >> 4 & 0xF, 16));
    out.writeByte(Character.forDigit(flags & 0xF, 16));
    out.writeByte('"');
  }

  private static void write(ByteSink out, String id, int digits) {
    int start = out.size();
    boolean wellFormed = id.length() == digits;
    for (int at = 0; at < digits && wellFormed; at += 16) {
      long high = Hex.parse(id, at, at + 8);
      long low = Hex.parse(id, at + 8, at + 16);
      out.writeHex(high << 32 | low);
      wellFormed = (high | low) >= 0;
    }
    if (!wellFormed) {
      out.truncate(start);
      writeAny(out, id, digits);
    }
  }

  private static void writeAny(ByteSink out, String id, int digits) {
    for (int i = 0; i < Math.min(digits, id.length()); i++) {
      char c = id.charAt(i);
      out.writeByte(Character.digit(c, 16) >= 0 && c < 0x80 ? c : '0');
    }
  }
}
