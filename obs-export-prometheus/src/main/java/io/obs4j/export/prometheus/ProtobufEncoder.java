package io.obs4j.export.prometheus;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.ReverseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus protobuf: the families one after another, each preceded by its length.
 *
 * @see ClientModel
 */
final class ProtobufEncoder implements Encoder {
  /*
   * Each series is written backwards into one sink and appended to the series of its family in
   * another: they stay in order, and the length is known when the family ends. A family that
   * outgrows a limit goes out in several messages of the same name, so that memory stays bounded;
   * Prometheus takes each message for itself.
   */

  /** The bytes of series that one message may hold, but for the last of them. */
  static final int LARGEST_MESSAGE = 1024 * 1024;

  private final ReverseSink message = new ReverseSink(1024);
  private final ByteSink scratch = new ByteSink(256);
  private final ByteSink body = new ByteSink(CHUNK);
  private final ByteSink page = new ByteSink(CHUNK + CHUNK / 4);
  private final Chunks chunks = new Chunks(page);
  private final ProtobufHistogram histograms;
  private final FamilyCache<ProtobufFamily> families;
  private final boolean createdTimestamps;
  private @Nullable ProtobufFamily headed;
  private final ShownSeries shown;
  private @Nullable ProtobufFamily current;

  ProtobufEncoder(
      Naming naming, Escaping escaping, Collisions collisions, boolean createdTimestamps) {
    families =
        new FamilyCache<>(family -> new ProtobufFamily(family, naming, escaping), collisions);
    histograms = new ProtobufHistogram(message);
    shown = new ShownSeries(collisions);
    this.createdTimestamps = createdTimestamps;
  }

  @Override
  public void begin(OutputStream out, Set<String> names) {
    families.begin(names);
    chunks.begin(out);
    message.reset();
    body.reset();
    headed = null;
    current = null;
    shown.begin();
  }

  @Override
  public long end() throws IOException {
    leave();
    finishMessage();
    families.end();
    return chunks.end();
  }

  @Override
  public void family(MetricFamily family) {
    leave();
    ProtobufFamily next = families.page(family);
    FamilyCache.Place place = families.place(next);
    if (place == FamilyCache.Place.HEADED) {
      finishMessage();
      headed = next;
    }
    current = place == FamilyCache.Place.ABSENT ? null : next;
  }

  @Override
  public void counter(Series of, NumberReading reading) {
    ProtobufFamily family = enter(of);
    if (family == null) {
      return;
    }
    if (family.family().kind() != MetricKind.COUNTER) {
      writeGauge(family, reading.doubleValue());
      return;
    }
    if (createdTimestamps) {
      ProtobufExemplar.writeTimestamp(
          message, ClientModel.Counter.CREATED_TIMESTAMP, of.startEpochNanos());
    }
    ProtobufExemplar.write(message, ClientModel.Counter.EXEMPLAR, reading.exemplar());
    message.writeDouble(ClientModel.Counter.VALUE, reading.doubleValue());
    message.writeMessage(ClientModel.Metric.COUNTER, 0);
    finishSeries(family);
  }

  @Override
  public void gauge(Series of, NumberReading reading) {
    writeGauge(enter(of), reading.doubleValue());
  }

  @Override
  public void histogram(Series of, HistogramReading reading) {
    ProtobufFamily family = enter(of);
    if (family == null) {
      return;
    }
    histograms.write(reading, of.startEpochNanos(), createdTimestamps);
    message.writeMessage(ClientModel.Metric.HISTOGRAM, 0);
    finishSeries(family);
  }

  @Override
  public void summary(Series of, SummaryReading reading) {
    ProtobufFamily family = enter(of);
    if (family == null) {
      return;
    }
    if (createdTimestamps) {
      ProtobufExemplar.writeTimestamp(
          message, ClientModel.Summary.CREATED_TIMESTAMP, of.startEpochNanos());
    }
    for (int i = reading.quantileCount() - 1; i >= 0; i--) {
      int end = message.size();
      message.writeDouble(ClientModel.Quantile.VALUE, reading.value(i));
      message.writeDouble(ClientModel.Quantile.QUANTILE, reading.quantile(i));
      message.writeMessage(ClientModel.Summary.QUANTILE, end);
    }
    message.writeDouble(ClientModel.Summary.SAMPLE_SUM, reading.sum());
    message.writeVarint(ClientModel.Summary.SAMPLE_COUNT, reading.count());
    message.writeMessage(ClientModel.Metric.SUMMARY, 0);
    finishSeries(family);
  }

  @Override
  public void info(Series of) {
    writeGauge(enter(of), 1);
  }

  @Override
  public void stateSet(Series of, StateSetReading reading) {
    ProtobufFamily family = enter(of);
    if (family == null) {
      return;
    }
    for (int i = 0; i < reading.stateCount(); i++) {
      writeGaugeValue(reading.isOn(i) ? 1 : 0);
      ProtobufFamily.writeLabel(
          message, ClientModel.Metric.LABEL, family.stateLabel(), reading.state(i));
      finishSeries(family);
    }
  }

  /** The family of a series that is to be shown, with its labels located. */
  private @Nullable ProtobufFamily enter(Series of) {
    ProtobufFamily family = current;
    if (family == null) {
      return null;
    }
    family.locate(of, scratch);
    return shown.add(family, of) ? family : null;
  }

  private void writeGauge(@Nullable ProtobufFamily family, double value) {
    if (family != null) {
      writeGaugeValue(value);
      finishSeries(family);
    }
  }

  private void writeGaugeValue(double value) {
    message.writeDouble(ClientModel.Gauge.VALUE, value);
    message.writeMessage(ClientModel.Metric.GAUGE, 0);
  }

  private void finishSeries(ProtobufFamily family) {
    family.writeLabels(message);
    message.writeMessage(ClientModel.MetricFamily.METRIC, 0);
    message.copyTo(body);
    message.reset();
    if (body.size() >= LARGEST_MESSAGE) {
      finishMessage();
    }
  }

  /** Moves what a message has so far to the page. */
  private void finishMessage() {
    if (headed != null && body.size() > 0) {
      byte[] header = headed.header();
      page.writeVarint(header.length + body.size());
      page.writeBytes(header);
      page.writeBytes(body);
      body.reset();
      chunks.flow();
    }
  }

  private void leave() {
    if (current != null) {
      shown.leave(current);
    }
    current = null;
  }
}
