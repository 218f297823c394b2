package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.internal.ReverseSink;
import org.jspecify.annotations.Nullable;

/** Exemplars and times as protobuf has them. */
final class ProtobufExemplar {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private ProtobufExemplar() {}

  /** Prepends an exemplar, if there is one. */
  static void write(ReverseSink sink, int field, @Nullable Exemplar exemplar) {
    if (exemplar == null) {
      return;
    }
    int end = sink.size();
    writeTimestamp(sink, ClientModel.Exemplar.TIMESTAMP, exemplar.epochNanos());
    sink.writeDouble(ClientModel.Exemplar.VALUE, exemplar.value());
    if (!exemplar.filtered().isEmpty()) {
      ExemplarLabels.filtered(exemplar)
          .forEach(
              (name, value) ->
                  ProtobufFamily.writeLabel(sink, ClientModel.Exemplar.LABEL, name, value));
    }
    writeId(sink, ExemplarLabels.SPAN_ID, exemplar.spanId());
    writeTraceId(sink, exemplar);
    sink.writeMessage(field, end);
  }

  /** Prepends a time. */
  static void writeTimestamp(ReverseSink sink, int field, long epochNanos) {
    int end = sink.size();
    sink.writeVarint(ClientModel.Timestamp.NANOS, Math.floorMod(epochNanos, NANOS_PER_SECOND));
    sink.writeVarint(ClientModel.Timestamp.SECONDS, Math.floorDiv(epochNanos, NANOS_PER_SECOND));
    sink.writeMessage(field, end);
  }

  private static void writeTraceId(ReverseSink sink, Exemplar exemplar) {
    int label = sink.size();
    sink.writeHex(exemplar.traceIdLow());
    sink.writeHex(exemplar.traceIdHigh());
    finishId(sink, ExemplarLabels.TRACE_ID, label);
  }

  private static void writeId(ReverseSink sink, String name, long id) {
    int label = sink.size();
    sink.writeHex(id);
    finishId(sink, name, label);
  }

  private static void finishId(ReverseSink sink, String name, int label) {
    sink.writeMessage(ClientModel.LabelPair.VALUE, label);
    sink.writeString(ClientModel.LabelPair.NAME, name);
    sink.writeMessage(ClientModel.Exemplar.LABEL, label);
  }
}
