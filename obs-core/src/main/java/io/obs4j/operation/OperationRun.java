package io.obs4j.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One run of an {@link Operation}, from its start to its close. While it is open its span, if it
 * has one, is current on the thread.
 *
 * <pre>{@code
 * try (OperationRun run = create.start(tenant)) {
 *   try {
 *     return orders.create(cart);
 *   } catch (OutOfStockException e) {
 *     run.fail(e);
 *     throw e;
 *   }
 * }
 * }</pre>
 *
 * <p>Java does not tell a resource why its block is left: for an exception that escapes to count,
 * call {@link #fail}, or let {@link Operation#call} run the block.
 *
 * <p>Used by the thread that started it. After the close nothing has an effect, and nothing here
 * throws.
 */
public final class OperationRun implements AutoCloseable {

  /*
   * The compiler makes this object disappear where it can see that nobody else gets hold of it. So
   * there is no other object for a run that is not recorded, no array for the labels, and nothing
   * that this is handed to: the rest is told in single values.
   */

  private final Recording recording;
  private final @Nullable Span span;
  private final @Nullable Scope scope;
  private final long begun;
  private @Nullable String label1;
  private @Nullable String label2;
  private @Nullable String label3;
  private @Nullable String label4;
  private @Nullable Throwable failure;
  private boolean ended;

  @SuppressWarnings("MustBeClosedChecker") // close() closes it.
  OperationRun(
      Recording recording,
      @Nullable String label1,
      @Nullable String label2,
      @Nullable String label3,
      @Nullable String label4) {
    this.recording = recording;
    this.label1 = label1;
    this.label2 = label2;
    this.label3 = label3;
    this.label4 = label4;
    span = recording.isTraced() ? recording.startSpan(label1, label2, label3, label4) : null;
    begun = recording.begin();
    scope = span == null ? null : span.makeCurrent(); // last: nobody would close it
  }

  /**
   * The span of this run.
   *
   * @return OpenTelemetry's own type; one that records nothing if there is no span
   */
  public Span span() {
    return span == null ? Span.getInvalid() : span;
  }

  /**
   * Gives a label its value, on what is measured and on the span.
   *
   * @param label one that was declared; another one is refused and counted
   * @param value a string, an enum constant, a number, a character or a boolean; null takes the
   *     value from what is measured
   */
  public void label(String label, @Nullable Object value) {
    int index = recording.indexOf(label);
    if (index >= 0) {
      put(index, recording.text(index, value));
    }
  }

  /**
   * Puts a value on the span alone, which is where values belong of which there are many.
   *
   * @param key such as {@code order.id}
   * @param value a number, a boolean, an array or a list of such or of strings; anything else is
   *     put as its text, and a null is left out
   */
  public void attribute(String key, @Nullable Object value) {
    if (span != null && value != null) {
      recording.attribute(span, key, value);
    }
  }

  /**
   * Notes what ends the run, which is then a failure: its class is the label {@code error.type},
   * and it is recorded on the span. Of several the first one counts.
   *
   * @param exception that escapes
   */
  public void fail(Throwable exception) {
    if (failure == null) {
      failure = exception;
    }
  }

  /**
   * Gives the labels that are asked of the result their values.
   *
   * @param result of the run; null leaves them out
   */
  public void result(@Nullable Object result) {
    for (int i = recording.firstOfResult(); i < recording.labels(); i++) {
      put(i, recording.value(i, result));
    }
  }

  /**
   * Ends the run when a stage completes, in place of {@link #close}. Its span is current no longer.
   *
   * @param stage whose completion with an exception is a failure
   * @param <S> its class
   * @return the stage
   */
  public <S extends CompletionStage<?>> S endWith(S stage) {
    follow(Completion.STAGE, stage);
    return stage;
  }

  /**
   * Takes note of what a method returns. If its type was declared by {@link
   * OperationBuilder#returns} and completes later, the run ends with it, in place of {@link
   * #close}; otherwise this is {@link #result}.
   *
   * @param result what the method would return
   * @return what it has to return: the result or, for types that have to be followed from within,
   *     one in front of it of the declared type
   */
  public @Nullable Object returned(@Nullable Object result) {
    Completion completion = recording.completion();
    if (completion == Completion.AT_RETURN || result == null) {
      result(result);
      return result;
    }
    return follow(completion, result);
  }

  /** Ends the run. Idempotent. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      recording.end(begun, span, scope, failure, label1, label2, label3, label4);
    }
  }

  private Object follow(Completion completion, Object result) {
    if (ended || recording == Recording.NOTHING) {
      return result;
    }
    ended = true;
    if (scope != null) {
      scope.close();
    }
    PendingEnd end = new PendingEnd(recording, begun, span, label1, label2, label3, label4);
    try {
      return completion.follow(result, end);
    } catch (RuntimeException | LinkageError e) {
      end.cancel(); // of somebody else, which lets nobody follow
      return result;
    }
  }

  private void put(int index, @Nullable String value) {
    switch (index) {
      case 0 -> label1 = value;
      case 1 -> label2 = value;
      case 2 -> label3 = value;
      default -> label4 = value;
    }
    if (span != null && value != null) {
      recording.put(span, index, value);
    }
  }
}
