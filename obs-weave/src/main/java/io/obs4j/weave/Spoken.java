package io.obs4j.weave;

import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;

/**
 * What an annotation says of a timer, a count or a span.
 *
 * @param aspect of which it speaks
 * @param operation the name of the operation
 * @param name of the metric or the span
 * @param constants labels with one value
 * @param rank the lower, the closer to the method and to what it speaks of
 * @param kind of a span
 * @param newTrace whether a span begins a trace
 * @param annotation that says it
 */
record Spoken(
    Aspect aspect,
    String operation,
    String name,
    Map<String, String> constants,
    int rank,
    SpanKind kind,
    boolean newTrace,
    String annotation) {

  /** What there is to speak of. */
  enum Aspect {
    TIMER(".duration"),
    COUNTER(".calls"),
    SPAN("");

    private final String suffix;

    Aspect(String suffix) {
      this.suffix = suffix;
    }

    /** How it is named by default. */
    String nameOf(String operation) {
      return operation + suffix;
    }
  }

  static Spoken of(
      Aspect aspect,
      String operation,
      String name,
      Map<String, String> constants,
      int rank,
      String annotation) {
    return new Spoken(
        aspect, operation, name, constants, rank, SpanKind.INTERNAL, false, annotation);
  }
}
