package io.obs4j.core;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import java.util.List;

/**
 * A span that has ended, as exporters read it. Nothing of it changes any more.
 *
 * <p>Ids are numbers, as wire formats want them; their text is made when it is asked for. What a
 * program rarely looks at is worked out at the first call, on the reader's thread: attributes,
 * events and links, with the limits applied and the stack traces rendered. Safe for use by any
 * thread.
 */
public interface SpanRecord {

  /**
   * The upper half of the trace id.
   *
   * @return 64 bits
   */
  long traceIdHigh();

  /**
   * The lower half of the trace id.
   *
   * @return 64 bits
   */
  long traceIdLow();

  /**
   * The id of this span.
   *
   * @return 64 bits, not zero
   */
  long spanId();

  /**
   * The id of the parent.
   *
   * @return 64 bits, zero for the root of a trace
   */
  long parentSpanId();

  /**
   * The trace id as text.
   *
   * @return 32 lower-case hexadecimal digits
   */
  default String traceIdHex() {
    return TraceId.fromLongs(traceIdHigh(), traceIdLow());
  }

  /**
   * The id of this span as text.
   *
   * @return 16 lower-case hexadecimal digits
   */
  default String spanIdHex() {
    return SpanId.fromLong(spanId());
  }

  /**
   * The id of the parent as text.
   *
   * @return 16 lower-case hexadecimal digits, all zero for the root of a trace
   */
  default String parentSpanIdHex() {
    return SpanId.fromLong(parentSpanId());
  }

  /**
   * What is told to the next service with the ids.
   *
   * @return the flags, of which {@code sampled} is set for what is exported
   */
  TraceFlags flags();

  /**
   * Entries of tracing systems that travel with the trace.
   *
   * @return the entries, empty if there are none
   */
  TraceState state();

  /**
   * Whether the parent is in another process.
   *
   * @return false for the root of a trace
   */
  boolean isParentRemote();

  /**
   * The library that made the span.
   *
   * @return the scope of its tracer
   */
  InstrumentationScope scope();

  /**
   * What was done.
   *
   * @return the name, not null
   */
  String name();

  /**
   * The role in a call.
   *
   * @return the kind
   */
  SpanKind kind();

  /**
   * When it began.
   *
   * @return nanoseconds since the Unix epoch
   */
  long startEpochNanos();

  /**
   * When it ended.
   *
   * @return nanoseconds since the Unix epoch
   */
  long endEpochNanos();

  /**
   * How it ended.
   *
   * @return unset unless the program said otherwise
   */
  StatusCode status();

  /**
   * Why it failed.
   *
   * @return the description of an error, else empty
   */
  String statusDescription();

  /**
   * The facts about it; of two with one key the last that was set.
   *
   * @return at most as many as the limit allows
   */
  Attributes attributes();

  /**
   * What happened in its course, in the order of recording.
   *
   * @return at most as many as the limit allows
   */
  List<SpanEvent> events();

  /**
   * The spans that it is related to, other than its parent.
   *
   * @return at most as many as the limit allows
   */
  List<SpanLink> links();

  /**
   * How many attributes the limits left out.
   *
   * @return zero or more
   */
  int droppedAttributes();

  /**
   * How many events the limits left out.
   *
   * @return zero or more
   */
  int droppedEvents();

  /**
   * How many links the limits left out.
   *
   * @return zero or more
   */
  int droppedLinks();

  /**
   * About how much memory it holds while it waits for its export.
   *
   * @return a cheap estimate, in bytes
   */
  int weight();
}
