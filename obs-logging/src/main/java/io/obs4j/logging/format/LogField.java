package io.obs4j.logging.format;

/** What of an event a field of a line tells. What an event does not have is left out. */
public enum LogField {
  /** When: {@code 2026-11-22T16:01:32.123Z}. */
  TIMESTAMP,
  /** When, to the nanosecond: {@code 2026-11-22T16:01:32.123456789Z}. */
  TIMESTAMP_NANOS,
  /** When: seconds since the epoch with three decimals, a number. */
  EPOCH_SECONDS,
  /** When: whole seconds since the epoch, a number. */
  EPOCH_SECOND,
  /** When: the nanoseconds within the second, a number. */
  NANO_OF_SECOND,
  /** When: milliseconds since the epoch, a number. */
  EPOCH_MILLIS,
  /** When: nanoseconds since the epoch, as text: many readers of JSON round numbers so large. */
  EPOCH_NANOS,
  /** The name of the level: {@code WARN}. */
  LEVEL(Needs.NOTHING, Content.BY_LOGGER),
  /** The number of the level in Logback, from 5000 to 40000; FATAL is 50000. */
  LEVEL_VALUE(Needs.NOTHING, Content.BY_LOGGER),
  /** The severity number of OpenTelemetry: 1, 5, 9, 13, 17 or 21. */
  SEVERITY_NUMBER(Needs.NOTHING, Content.BY_LOGGER),
  /** The severity of syslog: 7, 6, 4, 3 or 1. */
  SYSLOG_SEVERITY(Needs.NOTHING, Content.BY_LOGGER),
  /** The severity of Google Cloud: {@code WARNING}, {@code EMERGENCY}. */
  CLOUD_SEVERITY(Needs.NOTHING, Content.BY_LOGGER),
  /** The name of the logger. */
  LOGGER(Needs.NOTHING, Content.BY_LOGGER),
  /** The name of the thread. */
  THREAD,
  /** The message, with the arguments in their places. */
  MESSAGE,
  /** The message as it was written, with its placeholders. */
  TEMPLATE,
  /** The name of an OpenTelemetry event. */
  EVENT_NAME(Needs.EVENT_NAME, Content.VALUE),
  /** The names of the markers, and of those that they refer to: an array. */
  MARKERS(Needs.MARKERS, Content.VALUE),
  /** The trace id of the current span, 32 hexadecimal digits. */
  TRACE_ID(Needs.SPAN, Content.VALUE),
  /** The id of the current span, 16 hexadecimal digits. */
  SPAN_ID(Needs.SPAN, Content.VALUE),
  /** The flags of the current span, two hexadecimal digits. */
  TRACE_FLAGS(Needs.SPAN, Content.VALUE),
  /** Whether the current span is sampled. */
  TRACE_SAMPLED(Needs.SPAN, Content.VALUE),
  /** The module of the caller; left out for the class path. */
  CALLER_MODULE(Needs.CALLER_MODULE, Content.VALUE),
  /** The class of the caller. */
  CALLER_CLASS(Needs.CALLER, Content.VALUE),
  /** The method of the caller. */
  CALLER_METHOD(Needs.CALLER, Content.VALUE),
  /** Class and method of the caller: {@code com.acme.Orders.place}. */
  CALLER_FUNCTION(Needs.CALLER, Content.VALUE),
  /** The source file of the caller. */
  CALLER_FILE(Needs.CALLER_FILE, Content.VALUE),
  /** The line of the caller, a number; negative if it is unknown. */
  CALLER_LINE(Needs.CALLER, Content.VALUE),
  /** The class of what was thrown. */
  EXCEPTION_TYPE(Needs.THROWABLE, Content.VALUE),
  /** The message of what was thrown, left out if it has none. */
  EXCEPTION_MESSAGE(Needs.EXCEPTION_MESSAGE, Content.VALUE),
  /** The stack trace of what was thrown. */
  STACK_TRACE(Needs.THROWABLE, Content.VALUE),
  /**
   * A hash of the stack trace, 16 hexadecimal digits; left out unless {@link StackTraces} asks for
   * it.
   */
  STACK_HASH(Needs.THROWABLE, Content.VALUE),
  /** A group: the mapped diagnostic context. */
  CONTEXT(Needs.NOTHING, Content.GROUP),
  /** A group: the key-values of the event. */
  KEY_VALUES(Needs.NOTHING, Content.GROUP),
  /** A group: what the current baggage has for the keys that the format names. */
  BAGGAGE(Needs.NOTHING, Content.GROUP),
  /** A group: all attributes of the resource. */
  RESOURCE(Needs.NOTHING, Content.GROUP);

  /** What becomes of a field when an event is written. */
  enum Content {
    /** Constant for a logger and level. */
    BY_LOGGER,
    /** One value. */
    VALUE,
    /** Members, whose keys come with the event or the resource. */
    GROUP
  }

  /** What an event must have for a field to be there; a set of bits. */
  static final class Needs {

    static final int NOTHING = 0;
    static final int SPAN = 1;
    static final int THROWABLE = 1 << 1;
    static final int EXCEPTION_MESSAGE = 1 << 2;
    static final int CALLER = 1 << 3;
    static final int CALLER_FILE = 1 << 4;
    static final int CALLER_MODULE = 1 << 5;
    static final int MARKERS = 1 << 6;
    static final int EVENT_NAME = 1 << 7;

    /** What only a caller can have. */
    static final int OF_CALLER = CALLER | CALLER_FILE | CALLER_MODULE;

    private Needs() {}
  }

  final int needs;
  final Content content;

  LogField() {
    this(Needs.NOTHING, Content.VALUE);
  }

  LogField(int needs, Content content) {
    this.needs = needs;
    this.content = content;
  }
}
