package io.obs4j.export.otlp;

import io.obs4j.core.LogRecord;
import io.obs4j.core.MetricReader;
import io.obs4j.core.Resource;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.internal.ByteSink;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;

/**
 * Our encoders as benchmarks see them. They are not public, and what encoding costs cannot be told
 * from the outside of an exporter, which sends: so this class is in their package. Used by one
 * thread at a time.
 */
@NullMarked
public final class PackagedRequests {

  private static final int LIMIT = 64 << 20;
  private static final Resource RESOURCE =
      Resource.of(Attributes.of(Resource.SERVICE_NAME, "benchmarks"));

  private final ByteSink body = new ByteSink(1 << 20);
  private final Consumer<ByteSink> encoding;

  private PackagedRequests(Consumer<ByteSink> encoding) {
    this.encoding = encoding;
  }

  /**
   * Requests for spans.
   *
   * @param spans that each request holds
   * @return their encoder
   */
  public static PackagedRequests spans(List<SpanRecord> spans) {
    SpanRequestEncoder encoder = new SpanRequestEncoder(RESOURCE, OtlpProtocol.PROTOBUF, LIMIT);
    return new PackagedRequests(body -> encoder.encode(spans, 0, body));
  }

  /**
   * Requests for log records.
   *
   * @param logs that each request holds
   * @return their encoder
   */
  public static PackagedRequests logs(List<LogRecord> logs) {
    LogRequestEncoder encoder = new LogRequestEncoder(RESOURCE, OtlpProtocol.PROTOBUF, LIMIT);
    return new PackagedRequests(body -> encoder.encode(logs, 0, body));
  }

  /**
   * Requests for metrics, cumulative, each acknowledged at once.
   *
   * @param reader of what each request holds
   * @return their encoder
   */
  public static PackagedRequests metrics(MetricReader reader) {
    MetricRequestEncoder encoder =
        new MetricRequestEncoder(
            RESOURCE, OtlpProtocol.PROTOBUF, OtlpTemporality.CUMULATIVE, LIMIT);
    return new PackagedRequests(
        body -> {
          encoder.collect(reader, System.currentTimeMillis() * 1_000_000);
          encoder.copyTo(0, body);
          encoder.acknowledge(0);
        });
  }

  /**
   * Encodes a request over the one before.
   *
   * @return its length in bytes
   */
  public int encode() {
    body.reset();
    encoding.accept(body);
    return body.size();
  }

  /**
   * What was encoded last.
   *
   * @return a copy
   */
  public byte[] toByteArray() {
    return body.toByteArray();
  }
}
