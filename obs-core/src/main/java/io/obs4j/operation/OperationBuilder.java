package io.obs4j.operation;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Declares an {@link Operation}. It is timed, counted and traced unless told otherwise. What is
 * wrong with a declaration throws at once. Not safe for use by several threads at once.
 */
public final class OperationBuilder {

  /** How many labels may get their value in each run: {@value}. */
  public static final int MOST_LABELS = 4;

  private static final int LONGEST_NAME = 240;

  private final String name;
  private final @Nullable OperationSignals signals;
  private @Nullable String timer;
  private @Nullable String counter;
  private @Nullable String span;
  private SpanKind kind = SpanKind.INTERNAL;
  private boolean newTrace;
  private Completion completion = Completion.AT_RETURN;
  private final AttributesBuilder constants = Attributes.builder();
  private final Set<String> keys = new HashSet<>();
  private final List<String> labels = new ArrayList<>();
  private final List<@Nullable LabelAccessor<Object>> accessors = new ArrayList<>();
  private int arguments;

  /**
   * A builder.
   *
   * @param signals to record into, or null for those of the process
   */
  OperationBuilder(String name, @Nullable OperationSignals signals) {
    this.name = checkName(name);
    this.signals = signals;
    timer = name + ".duration";
    counter = name + ".calls";
    span = name;
  }

  /**
   * Begins to declare an operation that records into given signals.
   *
   * @param name dotted, such as {@code order.create}
   * @param signals to record into
   * @return its builder, with timer, count and span
   * @throws IllegalArgumentException if the name is blank or too long
   */
  public static OperationBuilder of(String name, OperationSignals signals) {
    return new OperationBuilder(name, Objects.requireNonNull(signals, "signals"));
  }

  /**
   * Switches the timer, a histogram in seconds named {@code <name>.duration}.
   *
   * @param on whether runs are timed, as they are by default
   * @return this
   */
  public OperationBuilder timed(boolean on) {
    timer = on ? name + ".duration" : null;
    return this;
  }

  /**
   * Times the runs in a histogram of another name.
   *
   * @param histogram exactly as it is to be named
   * @return this
   */
  public OperationBuilder timed(String histogram) {
    timer = checkName(histogram);
    return this;
  }

  /**
   * Switches the count, named {@code <name>.calls}.
   *
   * @param on whether runs are counted, as they are by default
   * @return this
   */
  public OperationBuilder counted(boolean on) {
    counter = on ? name + ".calls" : null;
    return this;
  }

  /**
   * Counts the runs in a counter of another name.
   *
   * @param newCounter exactly as it is to be named
   * @return this
   */
  public OperationBuilder counted(String newCounter) {
    counter = checkName(newCounter);
    return this;
  }

  /**
   * Switches the span, named as the operation is.
   *
   * @param on whether each run has a span, as it has by default
   * @return this
   */
  public OperationBuilder traced(boolean on) {
    span = on ? name : null;
    return this;
  }

  /**
   * Gives the spans of the runs another name.
   *
   * @param newSpan exactly as they are to be named
   * @return this
   */
  public OperationBuilder traced(String newSpan) {
    span = checkName(newSpan);
    return this;
  }

  /**
   * Sets the role of the spans, by default internal.
   *
   * @param newKind such as {@link SpanKind#CONSUMER}
   * @return this
   */
  public OperationBuilder kind(SpanKind newKind) {
    kind = Objects.requireNonNull(newKind, "kind");
    return this;
  }

  /**
   * Has each run begin a trace, whatever span is current.
   *
   * @param on by default a span is the child of the current one
   * @return this
   */
  public OperationBuilder newTrace(boolean on) {
    newTrace = on;
    return this;
  }

  /**
   * Adds a label that has the same value in all runs.
   *
   * @param label its name
   * @param value its value
   * @return this
   */
  public OperationBuilder constant(String label, String value) {
    constants.put(checkLabel(label), Objects.requireNonNull(value, "value"));
    return this;
  }

  /**
   * Adds a label whose value is given at the start, in the order of these calls, or later by {@link
   * OperationRun#label}.
   *
   * @param label its name
   * @return this
   */
  public OperationBuilder label(String label) {
    return argument(label, null);
  }

  /**
   * Adds a label whose value is asked of what is given at the start.
   *
   * @param label its name
   * @param accessor called at the start of each run that is recorded
   * @param <T> what is given at the start
   * @return this
   */
  public <T> OperationBuilder label(String label, LabelAccessor<T> accessor) {
    return argument(label, Objects.requireNonNull(accessor, "accessor"));
  }

  /**
   * Adds a label whose value is the result of each run that ends well.
   *
   * @param label its name
   * @return this
   */
  public OperationBuilder resultLabel(String label) {
    return add(label, null);
  }

  /**
   * Adds a label whose value is asked of the result of each run that ends well.
   *
   * @param label its name
   * @param accessor called at the end
   * @param <T> the result
   * @return this
   */
  public <T> OperationBuilder resultLabel(String label, LabelAccessor<T> accessor) {
    return add(label, Objects.requireNonNull(accessor, "accessor"));
  }

  /**
   * Tells the declared type of the result, by which {@link OperationRun#returned} finds out whether
   * it completes later.
   *
   * @param type such as {@code CompletionStage.class}
   * @return this
   */
  public OperationBuilder returns(Class<?> type) {
    completion = Completion.of(type);
    return this;
  }

  /**
   * Whether results of a declared type complete later, and a run ends when they do.
   *
   * @param type such as {@code CompletionStage.class}
   * @return false if a run ends at the return
   */
  public static boolean completesLater(Class<?> type) {
    return Completion.of(type) != Completion.AT_RETURN;
  }

  /**
   * Tells the declared type of the result by its name, for code that must load where the type is
   * absent.
   *
   * @param type such as {@code reactor.core.publisher.Mono}
   * @return this
   */
  public OperationBuilder returns(String type) {
    completion = Completion.of(type);
    return this;
  }

  /**
   * Ends the declaration.
   *
   * @return the operation
   * @throws IllegalArgumentException if it records into given signals, and one of its metrics is
   *     there with another shape
   */
  public Operation create() {
    Operation operation =
        new Operation(
            new OperationDeclaration(
                name, timer, counter, span, kind, newTrace, constants.build(), List.copyOf(labels)),
            accessors,
            arguments,
            completion);
    if (signals == null) {
      return Operations.declare(operation);
    }
    operation.bind(Recording.of(operation, signals));
    return operation;
  }

  private OperationBuilder argument(String label, @Nullable LabelAccessor<?> accessor) {
    if (labels.size() > arguments) {
      throw new IllegalArgumentException(
          "label "
              + label
              + " of operation "
              + name
              + " comes after one of the result; declare those of the start first");
    }
    arguments++;
    return add(label, accessor);
  }

  @SuppressWarnings("unchecked") // What it is asked of is the caller's to get right.
  private OperationBuilder add(String label, @Nullable LabelAccessor<?> accessor) {
    labels.add(checkLabel(label));
    if (labels.size() > MOST_LABELS) {
      throw new IllegalArgumentException(
          "label "
              + label
              + " of operation "
              + name
              + " is one too many: at most "
              + MOST_LABELS
              + " may change from run to run. Put others on the span alone.");
    }
    accessors.add((LabelAccessor<Object>) accessor);
    return this;
  }

  private String checkLabel(String label) {
    if (label.isBlank() || label.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "label \""
              + label
              + "\" of operation "
              + name
              + " must have 1 to "
              + LONGEST_NAME
              + " characters");
    }
    if (label.equals(OperationDeclaration.ERROR_TYPE) || !keys.add(label)) {
      throw new IllegalArgumentException(
          "label " + label + " of operation " + name + " is there already; choose another name");
    }
    return label;
  }

  private static String checkName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name \"" + name + "\" must have 1 to " + LONGEST_NAME + " characters, not all blank");
    }
    return name;
  }
}
