package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import org.jspecify.annotations.Nullable;

/**
 * One event of a log, as exporters read it. Nothing of it changes any more.
 *
 * <p>What is costly is worked out at the first call, on the reader's thread. Safe for use by any
 * thread.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">OpenTelemetry, logs data
 *     model</a>
 */
public interface LogRecord {

  /**
   * When it happened.
   *
   * @return nanoseconds since the Unix epoch, zero if that is not known
   */
  long epochNanos();

  /**
   * When it was taken in.
   *
   * @return nanoseconds since the Unix epoch
   */
  long observedEpochNanos();

  /**
   * How grave it is.
   *
   * @return the severity, {@link Severity#UNDEFINED_SEVERITY_NUMBER} if that was not told
   */
  Severity severity();

  /**
   * How grave it is, in the words of who logged it.
   *
   * @return such as {@code WARN}; empty if that was not told
   */
  String severityText();

  /**
   * Who logged it.
   *
   * @return the scope, named as its logger
   */
  InstrumentationScope scope();

  /**
   * The name of an event that has a structure of its own.
   *
   * @return the name, empty for a line of text
   */
  String eventName();

  /**
   * What was logged.
   *
   * @return a string usually; null if there is none
   */
  @Nullable Value<?> body();

  /**
   * The facts about it.
   *
   * @return at most as many as the limit allows
   */
  Attributes attributes();

  /**
   * How many attributes the limits left out.
   *
   * @return zero or more
   */
  int droppedAttributes();

  /**
   * The upper half of the trace id of the span that was current.
   *
   * @return 64 bits; zero, as the lower half, if there was none
   */
  long traceIdHigh();

  /**
   * The lower half of the trace id of the span that was current.
   *
   * @return 64 bits
   */
  long traceIdLow();

  /**
   * The id of the span that was current.
   *
   * @return 64 bits, zero if there was none
   */
  long spanId();

  /**
   * The flags of the span that was current.
   *
   * @return the default ones if there was none
   */
  TraceFlags flags();

  /**
   * The trace id as text.
   *
   * @return 32 lower-case hexadecimal digits, all zero if there was no span
   */
  default String traceIdHex() {
    return TraceId.fromLongs(traceIdHigh(), traceIdLow());
  }

  /**
   * The span id as text.
   *
   * @return 16 lower-case hexadecimal digits, all zero if there was no span
   */
  default String spanIdHex() {
    return SpanId.fromLong(spanId());
  }

  /**
   * About how much memory it holds while it waits for its export.
   *
   * @return a cheap estimate, in bytes
   */
  int weight();
}
