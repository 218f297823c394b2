package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.LogRecord;
import io.obs4j.core.Resource;
import io.opentelemetry.api.common.Value;

/** Writes log records as {@code ExportLogsServiceRequest}. */
final class LogRequestEncoder extends RequestEncoder<LogRecord> {

  LogRequestEncoder(Resource resource, OtlpProtocol protocol, int limit) {
    super(Otlp.Envelope.LOGS, resource, protocol, limit);
  }

  @Override
  InstrumentationScope scope(LogRecord log) {
    return log.scope();
  }

  @Override
  void write(LogRecord log) {
    if (!log.eventName().isEmpty()) {
      writer.string(Otlp.LogRecord.EVENT_NAME, log.eventName());
    }
    writer.fixed64(Otlp.LogRecord.OBSERVED_TIME, log.observedEpochNanos());
    writeSpan(log);
    if (log.droppedAttributes() != 0) {
      writer.uint32(Otlp.LogRecord.DROPPED_ATTRIBUTES, log.droppedAttributes());
    }
    attributes.write(Otlp.LogRecord.ATTRIBUTES, log.attributes());
    Value<?> body = log.body();
    if (body != null) {
      attributes.write(Otlp.LogRecord.BODY, body);
    }
    if (!log.severityText().isEmpty()) {
      writer.string(Otlp.LogRecord.SEVERITY_TEXT, log.severityText());
    }
    writer.uint32(Otlp.LogRecord.SEVERITY_NUMBER, log.severity().getSeverityNumber());
    if (log.epochNanos() != 0) {
      writer.fixed64(Otlp.LogRecord.TIME, log.epochNanos());
    }
  }

  private void writeSpan(LogRecord log) {
    if (log.spanId() != 0) {
      writer.spanId(Otlp.LogRecord.SPAN_ID, log.spanId());
    }
    if ((log.traceIdHigh() | log.traceIdLow()) != 0) {
      writer.traceId(Otlp.LogRecord.TRACE_ID, log.traceIdHigh(), log.traceIdLow());
    }
    int flags = log.flags().asByte() & 0xFF;
    if (flags != 0) {
      writer.fixed32(Otlp.LogRecord.FLAGS, flags);
    }
  }
}
