package io.obs4j.core;

import io.opentelemetry.api.logs.Severity;

/** Keeps room in the queue for what is grave: the fuller it is, the graver must be what gets in. */
final class LogAdmission implements Admission<LogRecord> {

  private static final int DETAIL = 50;
  private static final int NEWS = 75;
  private static final int WARNING = 90;
  private static final int ALL = 100;

  @Override
  public int weight(LogRecord record) {
    return record.weight();
  }

  @Override
  public int watermark(LogRecord record) {
    int severity = record.severity().getSeverityNumber();
    if (severity >= Severity.ERROR.getSeverityNumber() || severity == 0) {
      return ALL;
    }
    if (severity >= Severity.WARN.getSeverityNumber()) {
      return WARNING;
    }
    return severity >= Severity.INFO.getSeverityNumber() ? NEWS : DETAIL;
  }
}
