package io.obs4j.logging.format;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * What is to be logged, as encoders read it: a flyweight that each host (our SLF4J provider,
 * Logback, Log4j 2, OpenTelemetry) lays over its own event. Valid during the call only, and read by
 * one thread.
 */
public interface LogEvent {

  /**
   * When it happened.
   *
   * @return nanoseconds since the Unix epoch
   */
  long epochNanos();

  /**
   * How grave it is.
   *
   * @return the level
   */
  LogLevel level();

  /**
   * Who logs.
   *
   * @return the name of the logger
   */
  String logger();

  /**
   * The thread that logs.
   *
   * @return its name, perhaps empty
   */
  String thread();

  /**
   * What is logged: a template if there are {@linkplain #argumentCount() arguments}, by SLF4J's
   * rules, else the text itself.
   *
   * @return the message, or null
   */
  @Nullable String message();

  /**
   * The message with the arguments in their places, where somebody has put it together already:
   * then nobody asks for the arguments.
   *
   * @return the text, or null if the template and its arguments are all there is
   */
  default @Nullable String formatted() {
    return null;
  }

  /**
   * How many arguments the template has, without a throwable at their end.
   *
   * @return zero or more
   */
  int argumentCount();

  /**
   * An argument of the template.
   *
   * @param index from 0 to below {@link #argumentCount()}
   * @return any object
   */
  @Nullable Object argument(int index);

  /**
   * What was thrown.
   *
   * @return the throwable, or null
   */
  @Nullable Throwable throwable();

  /**
   * The markers of the event.
   *
   * @return perhaps none
   */
  List<Marker> markers();

  /**
   * The key-values that were added to the event.
   *
   * @return perhaps none
   */
  List<KeyValuePair> keyValues();

  /**
   * The mapped diagnostic context of the thread that logs.
   *
   * @return perhaps empty
   */
  ContextFields context();

  /**
   * The span that was current.
   *
   * @return invalid if there was none
   */
  SpanContext span();

  /**
   * Where in the program it was logged.
   *
   * @return the caller, or null if that was not looked for
   */
  @Nullable StackTraceElement caller();

  /**
   * The name that OpenTelemetry gives to a kind of event.
   *
   * @return the name, or null for what is no such event
   */
  default @Nullable String eventName() {
    return null;
  }

  /**
   * The value of a key in the baggage that was current.
   *
   * @param key which the format names
   * @return the value, or null if there is none
   */
  default @Nullable String baggage(String key) {
    return Baggage.current().getEntryValue(key);
  }

  /**
   * How many values of the event threw when its host asked for their text, and are told as a note.
   *
   * @return added to the failures that an encoder counts
   */
  default int failures() {
    return 0;
  }
}
