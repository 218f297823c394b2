package io.obs4j.export.prometheus;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.Series;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.ReverseSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the protobuf encoder keeps of one family: its own fields, and the labels of its series. */
final class ProtobufFamily extends FamilyPage {

  private final byte[] header;
  private final byte[] scopeLabels;

  ProtobufFamily(MetricFamily family, Naming naming, Escaping escaping) {
    super(family, naming, escaping);
    header = header(family, name());
    scopeLabels = encode(scope().values()).toByteArray();
  }

  /** The fields of the family itself. */
  byte[] header() {
    return header;
  }

  /** Makes the labels of a series ready to be written. */
  void locate(Series series, ByteSink scratch) {
    LabelArena labels = labels();
    if (!labels.locate(series)) {
      scratch.reset();
      encode(labelsOf(series)).copyTo(scratch);
      labels.put(series, scratch);
    }
  }

  /** Prepends the labels that are located. */
  void writeLabels(ReverseSink sink) {
    LabelArena labels = labels();
    sink.writeBytes(labels.bytes(), labels.start(), labels.length());
    sink.writeBytes(scopeLabels, 0, scopeLabels.length);
  }

  private static byte[] header(MetricFamily family, MetricName name) {
    ReverseSink sink = new ReverseSink(128);
    if (!name.unit().isEmpty()) {
      sink.writeString(ClientModel.MetricFamily.UNIT, name.unit());
    }
    sink.writeVarint(ClientModel.MetricFamily.TYPE, type(family));
    sink.writeString(ClientModel.MetricFamily.HELP, family.help());
    sink.writeString(ClientModel.MetricFamily.NAME, name.sample());
    return sink.toByteArray();
  }

  private static int type(MetricFamily family) {
    return switch (family.kind()) {
      case COUNTER -> ClientModel.MetricType.COUNTER;
      case UP_DOWN_COUNTER, GAUGE, INFO, STATE_SET -> ClientModel.MetricType.GAUGE;
      case HISTOGRAM -> ClientModel.MetricType.HISTOGRAM;
      case SUMMARY -> ClientModel.MetricType.SUMMARY;
    };
  }

  private static ReverseSink encode(Map<String, String> labels) {
    ReverseSink sink = new ReverseSink(256);
    List<String> names = new ArrayList<>(labels.keySet());
    Collections.reverse(names);
    for (String name : names) {
      writeLabel(sink, ClientModel.Metric.LABEL, name, labels.getOrDefault(name, ""));
    }
    return sink;
  }

  /** Prepends one label of a series or an exemplar. */
  static void writeLabel(ReverseSink sink, int field, String name, String value) {
    int end = sink.size();
    sink.writeString(ClientModel.LabelPair.VALUE, value);
    sink.writeString(ClientModel.LabelPair.NAME, name);
    sink.writeMessage(field, end);
  }
}
