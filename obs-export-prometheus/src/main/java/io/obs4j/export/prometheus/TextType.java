package io.obs4j.export.prometheus;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.internal.ByteSink;

/** How the text formats declare a family. They differ in what names and types they know. */
enum TextType {
  /** Prometheus text: the declared name is that of the samples; neither info nor state set. */
  PROMETHEUS {
    @Override
    String familyName(MetricFamily family, MetricName name) {
      return name.sample();
    }

    @Override
    String type(MetricFamily family, MetricName name) {
      return switch (family.kind()) {
        case COUNTER -> "counter";
        case UP_DOWN_COUNTER, GAUGE, INFO, STATE_SET -> "gauge";
        case HISTOGRAM -> "histogram";
        case SUMMARY -> "summary";
      };
    }

    @Override
    boolean hasUnit(String declared, MetricName name) {
      return false;
    }

    @Override
    boolean hasCreated(MetricFamily family, MetricName name) {
      return false;
    }
  },

  /** OpenMetrics: the declared name is without {@code _total} and {@code _info}. */
  OPEN_METRICS {
    @Override
    String familyName(MetricFamily family, MetricName name) {
      return switch (family.kind()) {
        case COUNTER -> MetricName.strip(name.sample(), MetricName.TOTAL);
        case INFO -> MetricName.strip(name.sample(), MetricName.INFO);
        case UP_DOWN_COUNTER, GAUGE, HISTOGRAM, SUMMARY, STATE_SET -> name.sample();
      };
    }

    @Override
    String type(MetricFamily family, MetricName name) {
      return switch (family.kind()) {
        case COUNTER -> isCounter(family, name) ? "counter" : "unknown";
        case INFO -> name.sample().endsWith(MetricName.INFO) ? "info" : "gauge";
        case UP_DOWN_COUNTER, GAUGE -> "gauge";
        case HISTOGRAM -> "histogram";
        case SUMMARY -> "summary";
        case STATE_SET -> "stateset";
      };
    }

    @Override
    boolean hasUnit(String declared, MetricName name) {
      return !name.unit().isEmpty() && declared.endsWith('_' + name.unit());
    }

    @Override
    boolean hasCreated(MetricFamily family, MetricName name) {
      return switch (family.kind()) {
        case COUNTER -> isCounter(family, name);
        case HISTOGRAM, SUMMARY -> true;
        case UP_DOWN_COUNTER, GAUGE, INFO, STATE_SET -> false;
      };
    }
  };

  /** The name in the header. */
  abstract String familyName(MetricFamily family, MetricName name);

  abstract String type(MetricFamily family, MetricName name);

  /**
   * Whether the header tells the unit. OpenMetrics allows none that is not the last word of the
   * declared name, after an underscore; escaping may have changed that.
   */
  abstract boolean hasUnit(String declared, MetricName name);

  /** Whether the format has a sample that tells since when a series accumulates. */
  abstract boolean hasCreated(MetricFamily family, MetricName name);

  /** OpenMetrics knows no counter whose name lacks {@code _total}, as an exact name may. */
  static boolean isCounter(MetricFamily family, MetricName name) {
    return family.kind() == MetricKind.COUNTER && name.sample().endsWith(MetricName.TOTAL);
  }

  final byte[] header(MetricFamily family, MetricName name) {
    String declared = familyName(family, name);
    ByteSink sink = new ByteSink(128);
    line(sink, "# TYPE ", declared);
    sink.writeAscii(type(family, name));
    if (hasUnit(declared, name)) {
      sink.writeByte('\n');
      line(sink, "# UNIT ", declared);
      sink.writeAscii(name.unit());
    }
    if (!family.help().isEmpty()) {
      sink.writeByte('\n');
      line(sink, "# HELP ", declared);
      TextEscapes.escaped(sink, family.help(), this == OPEN_METRICS);
    }
    sink.writeByte('\n');
    return sink.toByteArray();
  }

  private static void line(ByteSink sink, String keyword, String name) {
    sink.writeAscii(keyword);
    TextEscapes.name(sink, name);
    sink.writeByte(' ');
  }
}
