package io.obs4j.logging.format;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of the formats that others defined. */
final class NamedFormats {

  /** What {@link #named} knows. */
  static final String NAMES = "ecs, logstash, gelf, gcp, otel";

  private NamedFormats() {}

  /** The format of a name, in any case, or null if there is none. */
  static @Nullable LineFormat named(String name) {
    String plain = name.trim().toLowerCase(Locale.ROOT);
    if (plain.equals("ecs")) {
      return ecs();
    } else if (plain.equals("logstash")) {
      return logstash();
    } else if (plain.equals("gelf")) {
      return gelf();
    } else if (plain.equals("gcp")) {
      return googleCloud();
    }
    return plain.equals("otel") ? openTelemetry() : null;
  }

  static LineFormat ecs() {
    LineFormat.Builder format = LineFormat.custom().cutField("log.truncated");
    Fields root = format.root();
    root.field("@timestamp", LogField.TIMESTAMP)
        .field("log.level", LogField.LEVEL)
        .field("log.logger", LogField.LOGGER)
        .constant("ecs.version", "1.2.0")
        .resource("service.name", "service.name")
        .resource("service.version", "service.version")
        .resource("service.environment", "deployment.environment.name")
        .resource("service.node.name", "service.instance.id")
        .resource("event.dataset", "service.name")
        .field("process.thread.name", LogField.THREAD)
        .field("message", LogField.MESSAGE)
        .field("trace.id", LogField.TRACE_ID)
        .field("span.id", LogField.SPAN_ID)
        .field("event.action", LogField.EVENT_NAME)
        .field("tags", LogField.MARKERS)
        .field("error.type", LogField.EXCEPTION_TYPE)
        .field("error.message", LogField.EXCEPTION_MESSAGE)
        .field("error.stack_trace", LogField.STACK_TRACE)
        .field("error.stack_hash", LogField.STACK_HASH)
        .spread(LogField.CONTEXT)
        .spread(LogField.BAGGAGE)
        .spread(LogField.KEY_VALUES);
    Fields origin = root.object("log").object("origin");
    origin.field("function", LogField.CALLER_METHOD);
    origin.object("file").field("name", LogField.CALLER_FILE).field("line", LogField.CALLER_LINE);
    return format.build();
  }

  static LineFormat logstash() {
    LineFormat.Builder format = LineFormat.custom();
    format
        .root()
        .field("@timestamp", LogField.TIMESTAMP_NANOS)
        .constant("@version", "1")
        .field("logger_name", LogField.LOGGER)
        .field("level", LogField.LEVEL)
        .field("level_value", LogField.LEVEL_VALUE)
        .field("thread_name", LogField.THREAD)
        .field("message", LogField.MESSAGE)
        .field("trace_id", LogField.TRACE_ID)
        .field("span_id", LogField.SPAN_ID)
        .field("trace_flags", LogField.TRACE_FLAGS)
        .field("event_name", LogField.EVENT_NAME)
        .field("tags", LogField.MARKERS)
        .field("caller_class_name", LogField.CALLER_CLASS)
        .field("caller_method_name", LogField.CALLER_METHOD)
        .field("caller_file_name", LogField.CALLER_FILE)
        .field("caller_line_number", LogField.CALLER_LINE)
        .field("stack_trace", LogField.STACK_TRACE)
        .field("stack_hash", LogField.STACK_HASH)
        .spread(LogField.CONTEXT)
        .spread(LogField.BAGGAGE)
        .spread(LogField.KEY_VALUES);
    return format.build();
  }

  static LineFormat gelf() {
    LineFormat.Builder format = LineFormat.custom().keys(KeyStyle.GELF).cutField("_truncated");
    format
        .root()
        .constant("version", "1.1")
        .resource("host", "host.name")
        .field("level", LogField.SYSLOG_SEVERITY)
        .field("_logger", LogField.LOGGER)
        .resource("_service", "service.name")
        .field("_thread", LogField.THREAD)
        .field("timestamp", LogField.EPOCH_SECONDS)
        .field("short_message", LogField.MESSAGE)
        .field("_trace_id", LogField.TRACE_ID)
        .field("_span_id", LogField.SPAN_ID)
        .field("_event_name", LogField.EVENT_NAME)
        .field("_class", LogField.CALLER_CLASS)
        .field("_method", LogField.CALLER_METHOD)
        .field("_file", LogField.CALLER_FILE)
        .field("_line", LogField.CALLER_LINE)
        .field("full_message", LogField.STACK_TRACE)
        .field("_stack_hash", LogField.STACK_HASH)
        .spread(LogField.CONTEXT)
        .spread(LogField.BAGGAGE)
        .spread(LogField.KEY_VALUES);
    return format.build();
  }

  static LineFormat googleCloud() {
    LineFormat.Builder format = LineFormat.custom();
    Fields root = format.root();
    root.field("timestampSeconds", LogField.EPOCH_SECOND)
        .field("timestampNanos", LogField.NANO_OF_SECOND)
        .field("severity", LogField.CLOUD_SEVERITY)
        .field("logger", LogField.LOGGER)
        .field("thread", LogField.THREAD)
        .field("message", LogField.MESSAGE)
        .field("logging.googleapis.com/labels", LogField.CONTEXT)
        .field("logging.googleapis.com/trace", LogField.TRACE_ID)
        .field("logging.googleapis.com/spanId", LogField.SPAN_ID)
        .field("logging.googleapis.com/trace_sampled", LogField.TRACE_SAMPLED)
        .field("event", LogField.EVENT_NAME)
        .field("markers", LogField.MARKERS)
        .field("exception", LogField.STACK_TRACE)
        .field("exception_hash", LogField.STACK_HASH)
        .spread(LogField.BAGGAGE)
        .spread(LogField.KEY_VALUES);
    root.object("logging.googleapis.com/sourceLocation")
        .field("file", LogField.CALLER_FILE)
        .field("line", LogField.CALLER_LINE)
        .field("function", LogField.CALLER_FUNCTION);
    return format.build();
  }

  static LineFormat openTelemetry() {
    LineFormat.Builder format = LineFormat.custom().cutField("Truncated");
    Fields root = format.root();
    root.field("Timestamp", LogField.EPOCH_NANOS)
        .field("SeverityText", LogField.LEVEL)
        .field("SeverityNumber", LogField.SEVERITY_NUMBER)
        .field("Body", LogField.MESSAGE)
        .field("TraceId", LogField.TRACE_ID)
        .field("SpanId", LogField.SPAN_ID)
        .field("TraceFlags", LogField.TRACE_FLAGS)
        .field("EventName", LogField.EVENT_NAME)
        .field("Resource", LogField.RESOURCE);
    root.object("InstrumentationScope").field("Name", LogField.LOGGER);
    root.object("Attributes")
        .field("thread.name", LogField.THREAD)
        .field("code.function.name", LogField.CALLER_FUNCTION)
        .field("code.file.path", LogField.CALLER_FILE)
        .field("code.line.number", LogField.CALLER_LINE)
        .field("exception.type", LogField.EXCEPTION_TYPE)
        .field("exception.message", LogField.EXCEPTION_MESSAGE)
        .field("exception.stacktrace", LogField.STACK_TRACE)
        .field("exception.stack_hash", LogField.STACK_HASH)
        .spread(LogField.CONTEXT)
        .spread(LogField.BAGGAGE)
        .spread(LogField.KEY_VALUES);
    return format.build();
  }
}
