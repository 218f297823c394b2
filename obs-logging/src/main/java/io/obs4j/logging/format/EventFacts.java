package io.obs4j.logging.format;

import io.obs4j.logging.format.LogField.Needs;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * What an event may have or not, read once for a line. Used again for the next one; not safe for
 * use by several threads at once.
 */
final class EventFacts {

  private final ForeignText foreign;
  private final boolean wantsCaller;

  SpanContext span = SpanContext.getInvalid();
  @Nullable Throwable thrown;
  @Nullable String thrownMessage;
  private @Nullable StackTraceElement caller;

  EventFacts(ForeignText foreign, boolean wantsCaller) {
    this.foreign = foreign;
    this.wantsCaller = wantsCaller;
  }

  void clear() {
    span = SpanContext.getInvalid();
    thrown = null;
    thrownMessage = null;
    caller = null;
  }

  /** Reads an event, and tells which of the {@link Needs} it meets. */
  int read(LogEvent event) {
    int present = 0;
    span = event.span();
    if (span.isValid()) {
      present |= Needs.SPAN;
    }
    thrown = event.throwable();
    if (thrown != null) {
      thrownMessage = foreign.messageOf(thrown);
      present |= Needs.THROWABLE | (thrownMessage == null ? 0 : Needs.EXCEPTION_MESSAGE);
    }
    if (wantsCaller) {
      caller = event.caller();
      present |= presentOf(caller);
    }
    if (!event.markers().isEmpty()) {
      present |= Needs.MARKERS;
    }
    if (event.eventName() != null) {
      present |= Needs.EVENT_NAME;
    }
    return present;
  }

  private static int presentOf(@Nullable StackTraceElement caller) {
    if (caller == null) {
      return 0;
    }
    return Needs.CALLER
        | (caller.getFileName() == null ? 0 : Needs.CALLER_FILE)
        | (caller.getModuleName() == null ? 0 : Needs.CALLER_MODULE);
  }

  int callerLine() {
    return caller == null ? -1 : caller.getLineNumber();
  }

  /** Appends the text of a field that tells of the type of what was thrown, or of the caller. */
  void write(LogField field, BoundedText text) {
    if (field == LogField.EXCEPTION_TYPE && thrown != null) {
      text.append(ThrowableText.type(thrown));
    } else if (caller != null) {
      write(field, caller, text);
    }
  }

  private static void write(LogField field, StackTraceElement caller, BoundedText text) {
    switch (field) {
      case CALLER_MODULE -> text.append(String.valueOf(caller.getModuleName()));
      case CALLER_CLASS -> text.append(caller.getClassName());
      case CALLER_METHOD -> text.append(caller.getMethodName());
      case CALLER_FILE -> text.append(String.valueOf(caller.getFileName()));
      case CALLER_FUNCTION -> {
        text.append(caller.getClassName());
        text.append(".");
        text.append(caller.getMethodName());
      }
      default -> throw new IllegalArgumentException(field + " tells nothing of a caller.");
    }
  }
}
