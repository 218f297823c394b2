package io.obs4j.export.otlp;

import io.obs4j.core.Exemplar;
import io.obs4j.core.ExponentialReading;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.NumberReading;
import io.obs4j.core.SummaryReading;

/** Writes the points of metrics. Used by one thread at a time. */
final class PointWriter {

  private final MessageWriter writer;
  private final AttributeWriter attributes;
  private long start;
  private long time;
  private long exemplarsFrom;

  PointWriter(MessageWriter writer, AttributeWriter attributes) {
    this.writer = writer;
    this.attributes = attributes;
  }

  /**
   * Tells the times of the next points, in nanoseconds since the Unix epoch.
   *
   * @param from since when they are counted, zero where that has no meaning
   * @param at of the reading
   * @param recent exemplars that are older are left out
   */
  void times(long from, long at, long recent) {
    start = from;
    time = at;
    exemplarsFrom = recent;
  }

  void number(NumberReading reading, byte[] labels) {
    int mark = writer.beginElement();
    writer.fragment(labels);
    Exemplar exemplar = reading.exemplar();
    if (exemplar != null && isRecent(exemplar)) {
      writer.beginList(Otlp.NumberPoint.EXEMPLARS);
      exemplar(Otlp.NumberPoint.EXEMPLARS, exemplar, reading.isLong());
      writer.endList();
    }
    if (reading.isLong()) {
      writer.sfixed64(Otlp.NumberPoint.AS_INT, reading.longValue());
    } else {
      writer.real(Otlp.NumberPoint.AS_DOUBLE, reading.doubleValue());
    }
    times(Otlp.NumberPoint.TIME, Otlp.NumberPoint.START);
    writer.end(Otlp.Data.POINTS, mark);
  }

  void integer(long value, byte[] labels) {
    int mark = writer.beginElement();
    writer.fragment(labels);
    writer.sfixed64(Otlp.NumberPoint.AS_INT, value);
    times(Otlp.NumberPoint.TIME, Otlp.NumberPoint.START);
    writer.end(Otlp.Data.POINTS, mark);
  }

  void explicit(HistogramReading reading, byte[] labels) {
    int mark = writer.beginElement();
    writer.fragment(labels);
    real(Otlp.HistogramPoint.MAX, reading.max());
    real(Otlp.HistogramPoint.MIN, reading.min());
    exemplars(Otlp.HistogramPoint.EXEMPLARS, reading);
    bounds(reading);
    counts(reading);
    writer.real(Otlp.HistogramPoint.SUM, reading.sum());
    writer.fixed64(Otlp.HistogramPoint.COUNT, reading.count());
    times(Otlp.HistogramPoint.TIME, Otlp.HistogramPoint.START);
    writer.end(Otlp.Data.POINTS, mark);
  }

  private void bounds(HistogramReading reading) {
    int bounds = reading.boundCount();
    int mark = writer.beginPacked(Otlp.HistogramPoint.EXPLICIT_BOUNDS);
    for (int i = 0; i < bounds; i++) {
      writer.packedDouble(reading.bound(writer.place(i, bounds)));
    }
    writer.endPacked(Otlp.HistogramPoint.EXPLICIT_BOUNDS, mark);
  }

  private void counts(HistogramReading reading) {
    int buckets = reading.boundCount() + 1;
    int mark = writer.beginPacked(Otlp.HistogramPoint.BUCKET_COUNTS);
    for (int i = 0; i < buckets; i++) {
      writer.packedFixed64(reading.bucketCount(writer.place(i, buckets)));
    }
    writer.endPacked(Otlp.HistogramPoint.BUCKET_COUNTS, mark);
  }

  void exponential(HistogramReading reading, ExponentialReading buckets, byte[] labels) {
    int mark = writer.beginElement();
    if (buckets.zeroThreshold() != 0) {
      writer.real(Otlp.ExponentialPoint.ZERO_THRESHOLD, buckets.zeroThreshold());
    }
    real(Otlp.ExponentialPoint.MAX, reading.max());
    real(Otlp.ExponentialPoint.MIN, reading.min());
    exemplars(Otlp.ExponentialPoint.EXEMPLARS, reading);
    buckets(Otlp.ExponentialPoint.NEGATIVE, buckets.negative());
    buckets(Otlp.ExponentialPoint.POSITIVE, buckets.positive());
    writer.fixed64(Otlp.ExponentialPoint.ZERO_COUNT, buckets.zeroCount());
    writer.sint32(Otlp.ExponentialPoint.SCALE, buckets.scale());
    writer.real(Otlp.ExponentialPoint.SUM, reading.sum());
    writer.fixed64(Otlp.ExponentialPoint.COUNT, reading.count());
    times(Otlp.ExponentialPoint.TIME, Otlp.ExponentialPoint.START);
    writer.fragment(labels);
    writer.end(Otlp.Data.POINTS, mark);
  }

  private void buckets(Field field, ExponentialReading.Buckets buckets) {
    int size = buckets.size();
    if (size == 0) {
      return;
    }
    int mark = writer.begin(field);
    int counts = writer.beginPacked(Otlp.Buckets.COUNTS);
    for (int i = 0; i < size; i++) {
      writer.packedUint64(buckets.count(writer.place(i, size)));
    }
    writer.endPacked(Otlp.Buckets.COUNTS, counts);
    writer.sint32(Otlp.Buckets.OFFSET, buckets.offset());
    writer.end(field, mark);
  }

  void summary(SummaryReading reading, byte[] labels) {
    int mark = writer.beginElement();
    writer.fragment(labels);
    int count = reading.quantileCount();
    writer.beginList(Otlp.SummaryPoint.QUANTILES);
    for (int i = 0; i < count; i++) {
      int place = writer.place(i, count);
      int quantile = writer.beginElement();
      writer.real(Otlp.Quantile.VALUE, reading.value(place));
      writer.real(Otlp.Quantile.QUANTILE, reading.quantile(place));
      writer.end(Otlp.SummaryPoint.QUANTILES, quantile);
    }
    writer.endList();
    writer.real(Otlp.SummaryPoint.SUM, reading.sum());
    writer.fixed64(Otlp.SummaryPoint.COUNT, reading.count());
    times(Otlp.SummaryPoint.TIME, Otlp.SummaryPoint.START);
    writer.end(Otlp.Data.POINTS, mark);
  }

  private void times(Field timeField, Field startField) {
    writer.fixed64(timeField, time);
    if (start != 0) {
      writer.fixed64(startField, start);
    }
  }

  private void real(Field field, double value) {
    if (!Double.isNaN(value)) {
      writer.real(field, value);
    }
  }

  private void exemplars(Field field, HistogramReading reading) {
    int buckets = reading.boundCount() + 1;
    boolean begun = false;
    for (int i = 0; i < buckets; i++) {
      Exemplar exemplar = reading.exemplar(writer.place(i, buckets));
      if (exemplar != null && isRecent(exemplar)) {
        if (!begun) {
          writer.beginList(field);
          begun = true;
        }
        exemplar(field, exemplar, false);
      }
    }
    if (begun) {
      writer.endList();
    }
  }

  private boolean isRecent(Exemplar exemplar) {
    return exemplar.epochNanos() >= exemplarsFrom;
  }

  private void exemplar(Field field, Exemplar exemplar, boolean integer) {
    int mark = writer.beginElement();
    attributes.write(Otlp.Exemplar.FILTERED, exemplar.filtered());
    if (integer) {
      writer.sfixed64(Otlp.Exemplar.AS_INT, (long) exemplar.value());
    } else {
      writer.real(Otlp.Exemplar.AS_DOUBLE, exemplar.value());
    }
    if (exemplar.spanId() != 0) {
      writer.spanId(Otlp.Exemplar.SPAN_ID, exemplar.spanId());
      writer.traceId(Otlp.Exemplar.TRACE_ID, exemplar.traceIdHigh(), exemplar.traceIdLow());
    }
    writer.fixed64(Otlp.Exemplar.TIME, exemplar.epochNanos());
    writer.end(field, mark);
  }
}
