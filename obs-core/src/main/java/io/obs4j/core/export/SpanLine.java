package io.obs4j.core.export;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.AnyValueText;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;

/**
 * Writes a span as one line of text. Texts from outside stand in quotes, within which quotes,
 * backslashes, and whatever could steer a terminal or the direction of writing are escaped.
 */
final class SpanLine {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final String STACK_TRACE = "exception.stacktrace";

  private final StringBuilder line;

  private SpanLine(StringBuilder line) {
    this.line = line;
  }

  /** Appends a line without its end. */
  static void append(SpanRecord span, StringBuilder line) {
    new SpanLine(line).append(span);
  }

  private void append(SpanRecord span) {
    long start = span.startEpochNanos();
    line.append(
            Instant.ofEpochSecond(
                Math.floorDiv(start, NANOS_PER_SECOND), Math.floorMod(start, NANOS_PER_SECOND)))
        .append(' ')
        .append(span.traceIdHex())
        .append(' ')
        .append(span.spanIdHex())
        .append(' ')
        .append(span.kind())
        .append(' ');
    appendQuoted(span.name());
    line.append(' ');
    appendDuration(span.endEpochNanos() - start);
    line.append(' ').append(span.status());
    if (span.status() == StatusCode.ERROR && !span.statusDescription().isEmpty()) {
      line.append(' ');
      appendQuoted(span.statusDescription());
    }
    appendAttributes(span.attributes());
    for (SpanEvent event : span.events()) {
      line.append(" event=");
      appendQuoted(event.name());
      line.append(" {");
      appendAttributes(event.attributes());
      line.append(" }");
    }
  }

  /** In the unit that suits, to a thousandth. */
  private void appendDuration(long nanos) {
    if (nanos < 0) {
      line.append('-');
    }
    long length = Math.abs(nanos);
    if (length < 1_000_000) {
      appendThousandths(length).append("us");
    } else if (length < NANOS_PER_SECOND) {
      appendThousandths(length / 1_000).append("ms");
    } else {
      appendThousandths(length / 1_000_000).append('s');
    }
  }

  private StringBuilder appendThousandths(long thousandths) {
    long fraction = thousandths % 1_000;
    line.append(thousandths / 1_000).append(fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".");
    return line.append(fraction);
  }

  private void appendAttributes(Attributes attributes) {
    attributes.forEach(this::appendAttribute);
  }

  private void appendAttribute(AttributeKey<?> key, Object value) {
    if (key.getKey().equals(STACK_TRACE)) {
      return; // Many lines, which a console shows better where the exception is logged.
    }
    line.append(' ');
    appendKey(key.getKey());
    line.append('=');
    if (value instanceof Number || value instanceof Boolean) {
      line.append(value);
    } else {
      appendQuoted(value instanceof Value<?> tree ? AnyValueText.of(tree) : value.toString());
    }
  }

  private void appendKey(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean plain =
          c > ' ' && c < 0x7f && c != '=' && c != '"' && c != '\\' && c != '{' && c != '}';
      if (!plain) {
        appendQuoted(key);
        return;
      }
    }
    line.append(key);
  }

  private void appendQuoted(String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (isUnsafe(c)) {
        line.append("\\u").append(Character.forDigit(c >> 12, 16));
        line.append(Character.forDigit(c >> 8 & 0xf, 16));
        line.append(Character.forDigit(c >> 4 & 0xf, 16));
        line.append(Character.forDigit(c & 0xf, 16));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  /** Controls, separators of lines, and what is not seen but changes the direction of writing. */
  private static boolean isUnsafe(char c) {
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
