package io.obs4j.export.otlp;

/**
 * The messages of OTLP: each of their fields is named here, once.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto">OpenTelemetry, protocol</a>
 */
final class Otlp {

  private Otlp() {}

  /**
   * The outermost messages of one kind of request, which differ in nothing but these fields.
   *
   * @param resources of the request
   * @param scopes of the resource
   * @param items of the scope
   */
  record Envelope(Field resources, Field scopes, Field items) {

    static final Envelope SPANS = of("resourceSpans", "scopeSpans", "spans");
    static final Envelope METRICS = of("resourceMetrics", "scopeMetrics", "metrics");
    static final Envelope LOGS = of("resourceLogs", "scopeLogs", "logRecords");

    static final Field RESOURCE = new Field(1, "resource");
    static final Field SCOPE = new Field(1, "scope");

    /** Of the resource and of the scope. */
    static final Field SCHEMA_URL = new Field(3, "schemaUrl");

    private static Envelope of(String resources, String scopes, String items) {
      return new Envelope(new Field(1, resources), new Field(2, scopes), new Field(2, items));
    }
  }

  /** Resource. */
  static final class Resource {
    static final Field ATTRIBUTES = new Field(1, "attributes");

    private Resource() {}
  }

  /** InstrumentationScope. */
  static final class Scope {
    static final Field NAME = new Field(1, "name");
    static final Field VERSION = new Field(2, "version");
    static final Field ATTRIBUTES = new Field(3, "attributes");

    private Scope() {}
  }

  /** KeyValue. */
  static final class KeyValue {
    static final Field KEY = new Field(1, "key");
    static final Field VALUE = new Field(2, "value");

    private KeyValue() {}
  }

  /** AnyValue. */
  static final class AnyValue {
    static final Field STRING_VALUE = new Field(1, "stringValue");
    static final Field BOOL_VALUE = new Field(2, "boolValue");
    static final Field INT_VALUE = new Field(3, "intValue");
    static final Field DOUBLE_VALUE = new Field(4, "doubleValue");
    static final Field ARRAY_VALUE = new Field(5, "arrayValue");
    static final Field KVLIST_VALUE = new Field(6, "kvlistValue");
    static final Field BYTES_VALUE = new Field(7, "bytesValue");

    private AnyValue() {}
  }

  /** ArrayValue and KeyValueList. */
  static final class ValueList {
    static final Field VALUES = new Field(1, "values");

    private ValueList() {}
  }

  /** Span. */
  static final class Span {
    static final Field TRACE_ID = new Field(1, "traceId");
    static final Field SPAN_ID = new Field(2, "spanId");
    static final Field TRACE_STATE = new Field(3, "traceState");
    static final Field PARENT_SPAN_ID = new Field(4, "parentSpanId");
    static final Field NAME = new Field(5, "name");
    static final Field KIND = new Field(6, "kind");
    static final Field START = new Field(7, "startTimeUnixNano");
    static final Field END = new Field(8, "endTimeUnixNano");
    static final Field ATTRIBUTES = new Field(9, "attributes");
    static final Field DROPPED_ATTRIBUTES = new Field(10, "droppedAttributesCount");
    static final Field EVENTS = new Field(11, "events");
    static final Field DROPPED_EVENTS = new Field(12, "droppedEventsCount");
    static final Field LINKS = new Field(13, "links");
    static final Field DROPPED_LINKS = new Field(14, "droppedLinksCount");
    static final Field STATUS = new Field(15, "status");
    static final Field FLAGS = new Field(16, "flags");

    private Span() {}
  }

  /** Span.Event. */
  static final class Event {
    static final Field TIME = new Field(1, "timeUnixNano");
    static final Field NAME = new Field(2, "name");
    static final Field ATTRIBUTES = new Field(3, "attributes");
    static final Field DROPPED_ATTRIBUTES = new Field(4, "droppedAttributesCount");

    private Event() {}
  }

  /** Span.Link. */
  static final class Link {
    static final Field TRACE_ID = new Field(1, "traceId");
    static final Field SPAN_ID = new Field(2, "spanId");
    static final Field TRACE_STATE = new Field(3, "traceState");
    static final Field ATTRIBUTES = new Field(4, "attributes");
    static final Field DROPPED_ATTRIBUTES = new Field(5, "droppedAttributesCount");
    static final Field FLAGS = new Field(6, "flags");

    private Link() {}
  }

  /** Status. */
  static final class Status {
    static final Field MESSAGE = new Field(2, "message");
    static final Field CODE = new Field(3, "code");

    private Status() {}
  }

  /** LogRecord. */
  static final class LogRecord {
    static final Field TIME = new Field(1, "timeUnixNano");
    static final Field SEVERITY_NUMBER = new Field(2, "severityNumber");
    static final Field SEVERITY_TEXT = new Field(3, "severityText");
    static final Field BODY = new Field(5, "body");
    static final Field ATTRIBUTES = new Field(6, "attributes");
    static final Field DROPPED_ATTRIBUTES = new Field(7, "droppedAttributesCount");
    static final Field FLAGS = new Field(8, "flags");
    static final Field TRACE_ID = new Field(9, "traceId");
    static final Field SPAN_ID = new Field(10, "spanId");
    static final Field OBSERVED_TIME = new Field(11, "observedTimeUnixNano");
    static final Field EVENT_NAME = new Field(12, "eventName");

    private LogRecord() {}
  }

  /** Metric. */
  static final class Metric {
    static final Field NAME = new Field(1, "name");
    static final Field DESCRIPTION = new Field(2, "description");
    static final Field UNIT = new Field(3, "unit");
    static final Field GAUGE = new Field(5, "gauge");
    static final Field SUM = new Field(7, "sum");
    static final Field HISTOGRAM = new Field(9, "histogram");
    static final Field EXPONENTIAL_HISTOGRAM = new Field(10, "exponentialHistogram");
    static final Field SUMMARY = new Field(11, "summary");
    static final Field METADATA = new Field(12, "metadata");

    private Metric() {}
  }

  /** Gauge, Sum, Histogram, ExponentialHistogram and Summary. */
  static final class Data {
    static final Field POINTS = new Field(1, "dataPoints");
    static final Field TEMPORALITY = new Field(2, "aggregationTemporality");
    static final Field MONOTONIC = new Field(3, "isMonotonic");

    private Data() {}
  }

  /** NumberDataPoint. */
  static final class NumberPoint {
    static final Field START = new Field(2, "startTimeUnixNano");
    static final Field TIME = new Field(3, "timeUnixNano");
    static final Field AS_DOUBLE = new Field(4, "asDouble");
    static final Field EXEMPLARS = new Field(5, "exemplars");
    static final Field AS_INT = new Field(6, "asInt");
    static final Field ATTRIBUTES = new Field(7, "attributes");

    private NumberPoint() {}
  }

  /** HistogramDataPoint. */
  static final class HistogramPoint {
    static final Field START = new Field(2, "startTimeUnixNano");
    static final Field TIME = new Field(3, "timeUnixNano");
    static final Field COUNT = new Field(4, "count");
    static final Field SUM = new Field(5, "sum");
    static final Field BUCKET_COUNTS = new Field(6, "bucketCounts");
    static final Field EXPLICIT_BOUNDS = new Field(7, "explicitBounds");
    static final Field EXEMPLARS = new Field(8, "exemplars");
    static final Field ATTRIBUTES = new Field(9, "attributes");
    static final Field MIN = new Field(11, "min");
    static final Field MAX = new Field(12, "max");

    private HistogramPoint() {}
  }

  /** ExponentialHistogramDataPoint. */
  static final class ExponentialPoint {
    static final Field ATTRIBUTES = new Field(1, "attributes");
    static final Field START = new Field(2, "startTimeUnixNano");
    static final Field TIME = new Field(3, "timeUnixNano");
    static final Field COUNT = new Field(4, "count");
    static final Field SUM = new Field(5, "sum");
    static final Field SCALE = new Field(6, "scale");
    static final Field ZERO_COUNT = new Field(7, "zeroCount");
    static final Field POSITIVE = new Field(8, "positive");
    static final Field NEGATIVE = new Field(9, "negative");
    static final Field EXEMPLARS = new Field(11, "exemplars");
    static final Field MIN = new Field(12, "min");
    static final Field MAX = new Field(13, "max");
    static final Field ZERO_THRESHOLD = new Field(14, "zeroThreshold");

    private ExponentialPoint() {}
  }

  /** ExponentialHistogramDataPoint.Buckets. */
  static final class Buckets {
    static final Field OFFSET = new Field(1, "offset");
    static final Field COUNTS = new Field(2, "bucketCounts");

    private Buckets() {}
  }

  /** SummaryDataPoint. */
  static final class SummaryPoint {
    static final Field START = new Field(2, "startTimeUnixNano");
    static final Field TIME = new Field(3, "timeUnixNano");
    static final Field COUNT = new Field(4, "count");
    static final Field SUM = new Field(5, "sum");
    static final Field QUANTILES = new Field(6, "quantileValues");
    static final Field ATTRIBUTES = new Field(7, "attributes");

    private SummaryPoint() {}
  }

  /** SummaryDataPoint.ValueAtQuantile. */
  static final class Quantile {
    static final Field QUANTILE = new Field(1, "quantile");
    static final Field VALUE = new Field(2, "value");

    private Quantile() {}
  }

  /** Exemplar. */
  static final class Exemplar {
    static final Field TIME = new Field(2, "timeUnixNano");
    static final Field AS_DOUBLE = new Field(3, "asDouble");
    static final Field AS_INT = new Field(6, "asInt");
    static final Field SPAN_ID = new Field(4, "spanId");
    static final Field TRACE_ID = new Field(5, "traceId");
    static final Field FILTERED = new Field(7, "filteredAttributes");

    private Exemplar() {}
  }
}
