package io.obs4j.core.export;

import io.obs4j.core.SpanEvent;
import io.obs4j.core.SpanRecord;
import io.opentelemetry.api.trace.StatusCode;

/** Writes a span as one line of text. */
final class SpanLine {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final StringBuilder line;
  private final RecordLine text;

  private SpanLine(StringBuilder line) {
    this.line = line;
    this.text = new RecordLine(line);
  }

  /** Appends a line without its end. */
  static void append(SpanRecord span, StringBuilder line) {
    new SpanLine(line).append(span);
  }

  private void append(SpanRecord span) {
    long start = span.startEpochNanos();
    text.appendTime(start);
    line.append(' ')
        .append(span.traceIdHex())
        .append(' ')
        .append(span.spanIdHex())
        .append(' ')
        .append(span.kind())
        .append(' ');
    text.appendQuoted(span.name());
    line.append(' ');
    appendDuration(span.endEpochNanos() - start);
    line.append(' ').append(span.status());
    if (span.status() == StatusCode.ERROR && !span.statusDescription().isEmpty()) {
      line.append(' ');
      text.appendQuoted(span.statusDescription());
    }
    text.appendAttributes(span.attributes());
    for (SpanEvent event : span.events()) {
      line.append(" event=");
      text.appendQuoted(event.name());
      line.append(" {");
      text.appendAttributes(event.attributes());
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
}
