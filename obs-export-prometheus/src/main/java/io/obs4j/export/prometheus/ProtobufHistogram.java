package io.obs4j.export.prometheus;

import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.internal.ReverseSink;

/**
 * Histograms as protobuf has them: classic buckets always, and native buckets beside them for an
 * exponential histogram.
 *
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">Prometheus, Native
 *     histograms</a>
 */
final class ProtobufHistogram {
  /*
   * Native buckets are told as runs of buckets (spans) and as the difference of each count from the
   * one before. Ours are dense, so there is one span, and empty buckets within it cost one byte.
   *
   * Prometheus numbers a bucket by its upper bound, OpenTelemetry by its lower one: they differ by
   * one. A schema divides a power of two into at most 2^8 buckets; a finer scale is coarsened, by
   * shifting the index. A bucket spans at most 2^(2^4): a coarser scale has no native form.
   */

  private static final int FINEST_SCHEMA = 8;
  private static final int COARSEST_SCHEMA = -4;

  private final ReverseSink sink;

  ProtobufHistogram(ReverseSink sink) {
    this.sink = sink;
  }

  /** Prepends the fields of a histogram. */
  void write(HistogramReading reading, long startEpochNanos, boolean createdTimestamps) {
    ExponentialReading exponential = reading.exponential();
    boolean isNative = exponential != null && exponential.scale() >= COARSEST_SCHEMA;
    if (isNative) {
      for (int i = reading.boundCount(); i >= 0; i--) {
        ProtobufExemplar.write(sink, ClientModel.Histogram.EXEMPLARS, reading.exemplar(i));
      }
    }
    if (createdTimestamps) {
      ProtobufExemplar.writeTimestamp(
          sink, ClientModel.Histogram.CREATED_TIMESTAMP, startEpochNanos);
    }
    if (isNative && exponential != null) {
      writeNative(exponential);
    }
    writeClassic(reading);
    sink.writeDouble(ClientModel.Histogram.SAMPLE_SUM, reading.sum());
    sink.writeVarint(ClientModel.Histogram.SAMPLE_COUNT, reading.count());
  }

  private void writeClassic(HistogramReading reading) {
    long cumulative = reading.count();
    for (int i = reading.boundCount(); i >= 0; i--) {
      int end = sink.size();
      ProtobufExemplar.write(sink, ClientModel.Bucket.EXEMPLAR, reading.exemplar(i));
      sink.writeDouble(
          ClientModel.Bucket.UPPER_BOUND,
          i == reading.boundCount() ? Double.POSITIVE_INFINITY : reading.bound(i));
      sink.writeVarint(ClientModel.Bucket.CUMULATIVE_COUNT, cumulative);
      sink.writeMessage(ClientModel.Histogram.BUCKET, end);
      cumulative -= reading.bucketCount(i);
    }
  }

  private void writeNative(ExponentialReading reading) {
    int shift = Math.max(0, reading.scale() - FINEST_SCHEMA);
    int before = sink.size();
    writeBuckets(
        reading.positive(),
        shift,
        ClientModel.Histogram.POSITIVE_SPAN,
        ClientModel.Histogram.POSITIVE_DELTA);
    writeBuckets(
        reading.negative(),
        shift,
        ClientModel.Histogram.NEGATIVE_SPAN,
        ClientModel.Histogram.NEGATIVE_DELTA);
    if (sink.size() == before) {
      // An empty span tells an empty native histogram from a classic one.
      writeSpan(ClientModel.Histogram.POSITIVE_SPAN, 0, 0);
    }
    sink.writeVarint(ClientModel.Histogram.ZERO_COUNT, reading.zeroCount());
    sink.writeDouble(ClientModel.Histogram.ZERO_THRESHOLD, reading.zeroThreshold());
    sink.writeZigzag(ClientModel.Histogram.SCHEMA, reading.scale() - shift);
  }

  private void writeBuckets(
      ExponentialReading.Buckets buckets, int shift, int spanField, int deltaField) {
    if (buckets.size() == 0) {
      return;
    }
    int first = buckets.offset() >> shift;
    int last = (buckets.offset() + buckets.size() - 1) >> shift;
    writeDeltas(buckets, shift, last - first + 1, deltaField);
    writeSpan(spanField, first + 1, last - first + 1);
  }

  /** Prepends the differences, the last one first. */
  private void writeDeltas(
      ExponentialReading.Buckets buckets, int shift, int length, int deltaField) {
    int end = sink.size();
    int at = buckets.size() - 1;
    long above = 0;
    for (int i = 0; i < length; i++) {
      int index = (buckets.offset() + at) >> shift;
      long count = 0;
      while (at >= 0 && (buckets.offset() + at) >> shift == index) {
        count += buckets.count(at--);
      }
      if (i > 0) {
        sink.writeZigzag(above - count);
      }
      above = count;
    }
    sink.writeZigzag(above);
    sink.writeMessage(deltaField, end);
  }

  private void writeSpan(int field, int offset, int length) {
    int end = sink.size();
    sink.writeVarint(ClientModel.BucketSpan.LENGTH, length);
    sink.writeZigzag(ClientModel.BucketSpan.OFFSET, offset);
    sink.writeMessage(field, end);
  }
}
