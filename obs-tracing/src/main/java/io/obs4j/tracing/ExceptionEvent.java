package io.obs4j.tracing;

import io.obs4j.core.SpanEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it was recorded. Its text is made when the span is read, as OpenTelemetry's
 * semantic conventions for exceptions name it.
 *
 * @param epochNanos when it was recorded
 * @param exception what was thrown
 * @param attributes further facts; they override what the exception tells
 */
record ExceptionEvent(long epochNanos, Throwable exception, Attributes attributes) {

  /** About how many bytes an exception holds. */
  static final int WEIGHT = 1_024;

  /** The longest stack trace, in characters. */
  static final int LONGEST_STACK_TRACE = 16_384;

  /** The longest message, in characters. */
  static final int LONGEST_MESSAGE = 16_384;

  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("exception.type");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final AttributeKey<String> STACK_TRACE =
      AttributeKey.stringKey("exception.stacktrace");

  long weight() {
    return WEIGHT + AttributeValues.weight(attributes);
  }

  /** The event that exporters read, of which what the exception tells takes at most so much. */
  SpanEvent render(SpanLimits limits, int bytes) {
    int longest = Math.min(limits.valueLength(), bytes);
    String type = AttributeValues.cut(type(), longest);
    String message = message();
    AttributeTable table = new AttributeTable(limits.attributesPerEvent());
    table.accept(TYPE, type);
    int room = bytes - 3 * Entry.OVERHEAD - type.length();
    if (message != null) {
      int most = Math.min(Math.min(longest, LONGEST_MESSAGE), room);
      message = AttributeValues.cut(message, Math.max(0, most));
      table.accept(MESSAGE, message);
      room -= message.length();
    }
    int rest = Math.max(0, Math.min(longest, room));
    table.accept(STACK_TRACE, StackTrace.of(exception, Math.min(rest, LONGEST_STACK_TRACE)));
    attributes.forEach(
        (key, value) -> table.accept(key, AttributeValues.cut(value, limits.valueLength())));
    return new SpanEvent(epochNanos, "exception", table.attributes(), table.dropped());
  }

  /** Anonymous and local classes have no canonical name, nor those whose outer class is missing. */
  private String type() {
    Class<?> type = exception.getClass();
    try {
      String canonical = type.getCanonicalName();
      return canonical == null ? type.getName() : canonical;
    } catch (LinkageError e) {
      return type.getName();
    }
  }

  private @Nullable String message() {
    try {
      return exception.getMessage();
    } catch (Throwable e) {
      return null; // foreign code, which may throw anything
    }
  }
}
