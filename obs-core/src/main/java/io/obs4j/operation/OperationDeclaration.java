package io.obs4j.operation;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What there is to record of an operation, as {@link OperationSignals} are told.
 *
 * @param name of the operation
 * @param timer the name of its histogram, in seconds, or null if it is not timed
 * @param counter the name of its counter, or null if it is not counted
 * @param span the name of its spans, or null if it is not traced
 * @param kind of the spans
 * @param newTrace whether each span begins a trace, whatever span is current
 * @param constants labels with one value
 * @param labels whose values are told in each run, at most {@value OperationBuilder#MOST_LABELS}
 */
public record OperationDeclaration(
    String name,
    @Nullable String timer,
    @Nullable String counter,
    @Nullable String span,
    SpanKind kind,
    boolean newTrace,
    Attributes constants,
    List<String> labels) {

  /** The label that tells by what class of exception a run failed: {@value}. */
  public static final String ERROR_TYPE = "error.type";
}
