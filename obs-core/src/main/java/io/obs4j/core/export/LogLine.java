package io.obs4j.core.export;

import io.obs4j.core.LogRecord;
import io.obs4j.core.internal.AnyValueText;
import io.opentelemetry.api.common.Value;

/**
 * Writes a log record as one line of text. Ids of a span are a hyphen each where there was none;
 * stack traces are left out.
 */
final class LogLine {

  private static final String NONE = "-";

  private LogLine() {}

  /** Appends a line without its end. */
  static void append(LogRecord log, StringBuilder line) {
    RecordLine text = new RecordLine(line);
    text.appendTime(log.epochNanos() == 0 ? log.observedEpochNanos() : log.epochNanos());
    boolean traced = log.spanId() != 0;
    line.append(' ').append(traced ? log.traceIdHex() : NONE);
    line.append(' ').append(traced ? log.spanIdHex() : NONE);
    line.append(' ').append(log.severity()).append(' ');
    text.appendQuoted(log.scope().name());
    Value<?> body = log.body();
    if (body != null) {
      line.append(' ');
      text.appendQuoted(AnyValueText.of(body));
    }
    if (!log.eventName().isEmpty()) {
      line.append(" event=");
      text.appendQuoted(log.eventName());
    }
    text.appendAttributes(log.attributes());
  }
}
