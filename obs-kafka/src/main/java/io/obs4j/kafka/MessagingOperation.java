package io.obs4j.kafka;

import io.opentelemetry.api.trace.SpanKind;

/** What clients do with messages, as the semantic conventions name it. */
enum MessagingOperation {
  SEND("send", "send", SpanKind.PRODUCER),
  POLL("poll", "receive", SpanKind.CLIENT),
  PROCESS("process", "process", SpanKind.CONSUMER);

  /** As Kafka calls it. */
  final String label;

  /** As all messaging systems call it. */
  final String type;

  final SpanKind kind;

  MessagingOperation(String label, String type, SpanKind kind) {
    this.label = label;
    this.type = type;
    this.kind = kind;
  }
}
