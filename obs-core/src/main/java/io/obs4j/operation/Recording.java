package io.obs4j.operation;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Operation} is bound to at one moment: where its runs are recorded, or nowhere.
 *
 * <p>Woven methods ask it for their run. Those that have no span hold it, and the moment of their
 * beginning, in place of an {@link OperationRun}, so that a run is no object:
 *
 * <pre>{@code
 * Recording recording = Operation.recordingOf(CREATE);
 * long begun = recording.begin();
 * ... // the body; what escapes is handed to end()
 * recording.end(begun, null);
 * }</pre>
 *
 * <p>Immutable, safe for use by any thread. Nothing here throws.
 */
public final class Recording {

  static final Recording NOTHING = new Recording();

  private static final String FAULT = "operation";
  private static final String FAULT_OF_LABEL = "operation.label";
  private static final AttributeKey<String> ERROR_TYPE =
      AttributeKey.stringKey(OperationDeclaration.ERROR_TYPE);

  /** Null if nothing is recorded. */
  private final @Nullable Operation operation;

  /** Null if nothing is timed. */
  private final @Nullable Clock clock;

  private final @Nullable OperationMeter meter;
  private final @Nullable Tracer tracer;
  private final @Nullable Diagnostics diagnostics;
  private final AttributeKey<?>[] keys;

  private Recording() {
    operation = null;
    clock = null;
    meter = null;
    tracer = null;
    diagnostics = null;
    keys = new AttributeKey<?>[0];
  }

  private Recording(Operation operation, OperationSignals signals) {
    OperationDeclaration declaration = operation.declaration();
    this.operation = operation;
    clock = declaration.timer() == null ? null : signals.clock();
    meter =
        declaration.timer() == null && declaration.counter() == null
            ? null
            : signals.meter(declaration);
    tracer = declaration.span() == null ? null : signals.tracer();
    diagnostics = signals.diagnostics();
    List<String> labels = declaration.labels();
    keys = new AttributeKey<?>[labels.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = AttributeKey.stringKey(labels.get(i));
    }
  }

  /**
   * Declares what an operation records.
   *
   * @throws IllegalArgumentException if it cannot be declared so
   */
  static Recording of(Operation operation, OperationSignals signals) {
    return new Recording(operation, signals);
  }

  /** As {@link #of}, for code that nobody could catch an exception of: it is told and counted. */
  static Recording orNothing(Operation operation, OperationSignals signals) {
    try {
      return of(operation, signals);
    } catch (RuntimeException e) {
      String name = operation.declaration().name();
      signals
          .diagnostics()
          .fault(
              FAULT,
              name,
              "The operation "
                  + name
                  + " records nothing, as one of its metrics is declared otherwise elsewhere: "
                  + e.getMessage());
      return NOTHING;
    }
  }

  /**
   * Starts a run, as {@link Operation#start()} does.
   *
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start() {
    return new OperationRun(this, null, null, null, null);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(@Nullable Object value1) {
    return new OperationRun(this, argument(0, value1), null, null, null);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(@Nullable Object value1, @Nullable Object value2) {
    return new OperationRun(this, argument(0, value1), argument(1, value2), null, null);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @param value3 of the third label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(
      @Nullable Object value1, @Nullable Object value2, @Nullable Object value3) {
    return new OperationRun(
        this, argument(0, value1), argument(1, value2), argument(2, value3), null);
  }

  /**
   * Starts a run.
   *
   * @param value1 of the first label, or what its accessor is asked of
   * @param value2 of the second label
   * @param value3 of the third label
   * @param value4 of the fourth label
   * @return the run, to be closed by the thread that called
   */
  public OperationRun start(
      @Nullable Object value1,
      @Nullable Object value2,
      @Nullable Object value3,
      @Nullable Object value4) {
    return new OperationRun(
        this, argument(0, value1), argument(1, value2), argument(2, value3), argument(3, value4));
  }

  boolean isTraced() {
    return tracer != null;
  }

  /**
   * Begins a run without a span.
   *
   * @return what {@link #end(long, Throwable)} wants: the clock, or 0 if nothing is timed
   */
  public long begin() {
    return clock == null ? 0 : clock.nanoTime();
  }

  /**
   * Ends a run of an operation without labels.
   *
   * @param begun what {@link #begin} returned
   * @param failure what it ended with, or null
   */
  public void end(long begun, @Nullable Throwable failure) {
    end(begun, failure, null, null, null, null);
  }

  /**
   * Ends a run.
   *
   * @param begun what {@link #begin} returned
   * @param failure what it ended with, or null
   * @param label1 what {@link #argument} or {@link #value} returned for the first label, or null
   * @param label2 of the second label
   * @param label3 of the third label
   * @param label4 of the fourth label
   */
  public void end(
      long begun,
      @Nullable Throwable failure,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    OperationMeter measured = meter;
    if (measured != null) {
      measured.record(begin() - begun, errorType(failure), label1, label2, label3, label4);
    }
  }

  /** Ends a run that went well, and has no labels but those of its result. */
  void succeed(long begun, @Nullable Object result) {
    end(
        begun,
        null,
        ofResult(0, result),
        ofResult(1, result),
        ofResult(2, result),
        ofResult(3, result));
  }

  private @Nullable String ofResult(int index, @Nullable Object result) {
    return index < firstOfResult() || index >= labels() ? null : value(index, result);
  }

  Completion completion() {
    return operation == null ? Completion.AT_RETURN : operation.completion();
  }

  /** How many labels there are. */
  int labels() {
    return keys.length;
  }

  /** The index of a label, or -1 if it was not declared, which is told. */
  int indexOf(String label) {
    if (operation == null) {
      return -1;
    }
    int index = operation.declaration().labels().indexOf(label);
    if (index < 0) {
      report(label, "is not declared; add it to its builder", null);
    }
    return index;
  }

  /**
   * Gives a label of the start its value.
   *
   * @param index of the label, from 0
   * @param source what its accessor is asked of, or the value itself
   * @return its text, or null if it has none
   */
  public @Nullable String argument(int index, @Nullable Object source) {
    if (operation == null || source == null) {
      return null;
    }
    if (index >= operation.arguments()) {
      report(
          String.valueOf(index + 1),
          "got a value at the start, but only " + operation.arguments() + " are declared for it",
          null);
      return null;
    }
    return value(index, source);
  }

  /** The first label whose value comes from the result. */
  int firstOfResult() {
    return operation == null ? 0 : operation.arguments();
  }

  /**
   * Gives a label its value from an argument or a result.
   *
   * @param index of the label, from 0
   * @param source what its accessor is asked of, or the value itself
   * @return its text, or null if it has none
   */
  public @Nullable String value(int index, @Nullable Object source) {
    if (operation == null || source == null) {
      return null;
    }
    LabelAccessor<Object> accessor = operation.accessors()[index];
    Object value;
    try {
      value = accessor == null ? source : accessor.value(source);
    } catch (Throwable e) {
      report(label(index), "is left out, as its accessor threw. Mend it", e);
      return null;
    }
    return text(index, value);
  }

  @Nullable String text(int index, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof CharSequence) {
      try {
        return value.toString();
      } catch (Throwable e) {
        report(label(index), "is left out, as its value threw. Mend its toString()", e);
        return null;
      }
    }
    if (value != null) {
      report(
          label(index),
          "is left out, as a "
              + value.getClass().getName()
              + " is no value of a label; declare an accessor that gives a string, an enum"
              + " constant, a number, a character or a boolean",
          null);
    }
    return null;
  }

  private String label(int index) {
    return keys[index].getKey();
  }

  private void report(String label, String what, @Nullable Throwable cause) {
    if (operation != null && diagnostics != null) {
      String name = operation.declaration().name();
      diagnostics.fault(
          FAULT_OF_LABEL,
          name + ' ' + label,
          "Label " + label + " of operation " + name + ' ' + what + '.',
          cause);
    }
  }

  @Nullable Span startSpan(
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    if (operation == null || tracer == null) {
      return null;
    }
    OperationDeclaration declaration = operation.declaration();
    SpanBuilder builder =
        tracer
            .spanBuilder(String.valueOf(declaration.span()))
            .setSpanKind(declaration.kind())
            .setAllAttributes(declaration.constants());
    if (declaration.newTrace()) {
      builder.setNoParent();
    }
    put(builder, 0, label1);
    put(builder, 1, label2);
    put(builder, 2, label3);
    put(builder, 3, label4);
    return builder.startSpan();
  }

  private void put(SpanBuilder builder, int index, @Nullable String value) {
    if (value != null) {
      builder.setAttribute(label(index), value);
    }
  }

  void put(Span span, int index, String value) {
    span.setAttribute(label(index), value);
  }

  /** Puts a value on the span alone. */
  void attribute(Span span, String key, Object value) {
    try {
      SpanAttributes.put(span, key, value);
    } catch (Throwable e) {
      report(key, "is left out of its span, as its value threw. Mend its toString()", e);
    }
  }

  /**
   * Records a run that has ended; the context of its span is current. Where a stack is at its end
   * any of these calls may overflow it: the thread is left as it was all the same.
   */
  void end(
      long begun,
      @Nullable Span span,
      @Nullable Scope scope,
      @Nullable Throwable failure,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    try {
      end(begun, failure, label1, label2, label3, label4);
    } finally {
      if (scope != null) {
        scope.close();
      }
      if (span != null) {
        end(span, failure);
      }
    }
  }

  private static void end(Span span, @Nullable Throwable failure) {
    try {
      if (failure != null) {
        span.recordException(failure);
        span.setAttribute(ERROR_TYPE, failure.getClass().getName());
        span.setStatus(StatusCode.ERROR);
      }
    } finally {
      span.end();
    }
  }

  private static @Nullable String errorType(@Nullable Throwable failure) {
    return failure == null ? null : failure.getClass().getName();
  }
}
