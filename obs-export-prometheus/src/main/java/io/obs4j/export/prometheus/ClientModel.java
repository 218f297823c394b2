package io.obs4j.export.prometheus;

/**
 * The field numbers of the messages in {@code io/prometheus/client/metrics.proto}, by message.
 *
 * @see <a href="https://github.com/prometheus/client_model">Prometheus, client_model</a>
 */
final class ClientModel {

  private ClientModel() {}

  /** A family: what its series share, and then they. */
  static final class MetricFamily {
    static final int NAME = 1;
    static final int HELP = 2;
    static final int TYPE = 3;
    static final int METRIC = 4;
    static final int UNIT = 5;

    private MetricFamily() {}
  }

  /** The values of {@link MetricFamily#TYPE}. */
  static final class MetricType {
    static final int COUNTER = 0;
    static final int GAUGE = 1;
    static final int SUMMARY = 2;
    static final int HISTOGRAM = 4;

    private MetricType() {}
  }

  /** A series: its labels, and one of the values. */
  static final class Metric {
    static final int LABEL = 1;
    static final int GAUGE = 2;
    static final int COUNTER = 3;
    static final int SUMMARY = 4;
    static final int HISTOGRAM = 7;

    private Metric() {}
  }

  /** A label. */
  static final class LabelPair {
    static final int NAME = 1;
    static final int VALUE = 2;

    private LabelPair() {}
  }

  /** The value of a gauge. */
  static final class Gauge {
    static final int VALUE = 1;

    private Gauge() {}
  }

  /** The value of a counter. */
  static final class Counter {
    static final int VALUE = 1;
    static final int EXEMPLAR = 2;
    static final int CREATED_TIMESTAMP = 3;

    private Counter() {}
  }

  /** The value of a summary. */
  static final class Summary {
    static final int SAMPLE_COUNT = 1;
    static final int SAMPLE_SUM = 2;
    static final int QUANTILE = 3;
    static final int CREATED_TIMESTAMP = 4;

    private Summary() {}
  }

  /** One quantile of a summary. */
  static final class Quantile {
    static final int QUANTILE = 1;
    static final int VALUE = 2;

    private Quantile() {}
  }

  /** The value of a histogram: classic buckets, native buckets, or both. */
  static final class Histogram {
    static final int SAMPLE_COUNT = 1;
    static final int SAMPLE_SUM = 2;
    static final int BUCKET = 3;
    static final int SCHEMA = 5;
    static final int ZERO_THRESHOLD = 6;
    static final int ZERO_COUNT = 7;
    static final int NEGATIVE_SPAN = 9;
    static final int NEGATIVE_DELTA = 10;
    static final int POSITIVE_SPAN = 12;
    static final int POSITIVE_DELTA = 13;
    static final int CREATED_TIMESTAMP = 15;
    static final int EXEMPLARS = 16;

    private Histogram() {}
  }

  /** One classic bucket. */
  static final class Bucket {
    static final int CUMULATIVE_COUNT = 1;
    static final int UPPER_BOUND = 2;
    static final int EXEMPLAR = 3;

    private Bucket() {}
  }

  /** A run of native buckets. */
  static final class BucketSpan {
    static final int OFFSET = 1;
    static final int LENGTH = 2;

    private BucketSpan() {}
  }

  /** An exemplar. */
  static final class Exemplar {
    static final int LABEL = 1;
    static final int VALUE = 2;
    static final int TIMESTAMP = 3;

    private Exemplar() {}
  }

  /** {@code google.protobuf.Timestamp}. */
  static final class Timestamp {
    static final int SECONDS = 1;
    static final int NANOS = 2;

    private Timestamp() {}
  }
}
