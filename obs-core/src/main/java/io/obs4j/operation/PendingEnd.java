package io.obs4j.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run that is still to come, on whichever thread. Of several ends the first one
 * counts.
 */
final class PendingEnd implements BiConsumer<@Nullable Object, @Nullable Throwable> {

  private final Recording recording;
  private final long begun;
  private final @Nullable Span span;
  private final @Nullable String[] labels;
  private final AtomicBoolean ended = new AtomicBoolean();

  PendingEnd(Recording recording, long begun, @Nullable Span span, @Nullable String... labels) {
    this.recording = recording;
    this.begun = begun;
    this.span = span;
    this.labels = labels;
  }

  /** Ends as a stage does: with a value, or with what it failed with. */
  @Override
  public void accept(@Nullable Object value, @Nullable Throwable failure) {
    if (failure == null) {
      succeed(value);
    } else {
      fail(failure);
    }
  }

  boolean isOpen() {
    return !ended.get();
  }

  void succeed(@Nullable Object value) {
    if (ended.compareAndSet(false, true)) {
      for (int i = recording.firstOfResult(); i < recording.labels(); i++) {
        String text = recording.value(i, value);
        labels[i] = text;
        if (span != null && text != null) {
          recording.put(span, i, text);
        }
      }
      end(null);
    }
  }

  void fail(Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      end(cause(failure));
    }
  }

  /** Ends without a value, as nobody wants it any more. */
  void cancel() {
    if (ended.compareAndSet(false, true)) {
      end(null);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // The end closes it.
  private void end(@Nullable Throwable failure) {
    Scope scope = span == null ? null : span.makeCurrent(); // for the exemplar
    recording.end(begun, span, scope, failure, labels[0], labels[1], labels[2], labels[3]);
  }

  /** What a task threw, without what futures wrap around it. */
  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null
            && (failure instanceof CompletionException || failure instanceof ExecutionException)
        ? cause
        : failure;
  }
}
