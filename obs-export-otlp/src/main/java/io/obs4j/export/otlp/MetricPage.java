package io.obs4j.export.otlp;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one family: its own fields, the attributes of its series by their index, and what
 * of them was acknowledged, if it is told as differences. Used by one thread at a time.
 */
final class MetricPage {

  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("prometheus.type");

  /** No generation: those are 32 bits. */
  private static final long NONE = -1;

  final MetricFamily family;
  final ScopeSheet sheet;
  final byte[] header;
  final @Nullable SumBaselines sums;
  final @Nullable HistogramBaselines histograms;

  /** Null where points are not numbers, are told as differences, or cannot be patched. */
  final @Nullable PointRun run;

  private final @Nullable Baselines baselines;
  private final @Nullable AttributeKey<String> stateKey;
  private long[] generations = {};
  private byte[] @Nullable [] labels = {};

  /** How many points a series has: one, but for each state of a set. */
  private int stride = 1;

  private Field attributes = Otlp.NumberPoint.ATTRIBUTES;

  MetricPage(MetricFamily family, ScopeSheet sheet, boolean delta) {
    this.family = family;
    this.sheet = sheet;
    header = header(family, sheet);
    sums = delta && family.kind() == MetricKind.COUNTER ? new SumBaselines() : null;
    histograms = delta && family.kind() == MetricKind.HISTOGRAM ? new HistogramBaselines() : null;
    baselines = sums == null ? histograms : sums;
    run = sums == null && isNumber(family.kind()) ? sheet.run() : null;
    stateKey = family.kind() == MetricKind.STATE_SET ? AttributeKey.stringKey(family.name()) : null;
  }

  private static boolean isNumber(MetricKind kind) {
    return switch (kind) {
      case COUNTER, UP_DOWN_COUNTER, GAUGE -> true;
      case HISTOGRAM, SUMMARY, INFO, STATE_SET -> false;
    };
  }

  private static byte[] header(MetricFamily family, ScopeSheet sheet) {
    MessageWriter writer = sheet.writer.another();
    String type = prometheusType(family.kind());
    if (!type.isEmpty()) {
      writer.fragment(sheet.encode(Otlp.Metric.METADATA, Attributes.of(TYPE, type)));
    }
    if (!family.unit().isEmpty()) {
      writer.string(Otlp.Metric.UNIT, family.unit());
    }
    if (!family.help().isEmpty()) {
      writer.string(Otlp.Metric.DESCRIPTION, family.help());
    }
    writer.string(Otlp.Metric.NAME, family.name());
    return writer.toByteArray();
  }

  /** For kinds that OTLP does not know: what they are, as OpenTelemetry's Collector notes it. */
  private static String prometheusType(MetricKind kind) {
    return switch (kind) {
      case INFO -> "info";
      case STATE_SET -> "stateset";
      case COUNTER, UP_DOWN_COUNTER, GAUGE, HISTOGRAM, SUMMARY -> "";
    };
  }

  /** Begins a walk over the series of the family. */
  void begin() {
    if (run != null) {
      run.begin();
    }
  }

  /** Writes what is kept of points that were added to the sheet. */
  void complete() {
    if (run != null) {
      run.copyTo(sheet.writer);
    }
  }

  /** How large the sheet is once it is complete. */
  long size() {
    return (long) sheet.writer.size() + (run == null ? 0 : run.pending());
  }

  @Nullable Baselines baselines() {
    return baselines;
  }

  /**
   * Makes ready what is kept of a series; of an earlier one at its index all is forgotten.
   *
   * @param field that holds the attributes of its points
   * @param points how many it has
   */
  void enter(Series series, Field field, int points) {
    int index = series.index();
    if (index >= generations.length) {
      grow(Math.max(index + 1, generations.length * 2));
    }
    if (points != stride || field.number() != attributes.number()) {
      labels = new byte[Math.multiplyExact(generations.length, points)][];
      stride = points;
      attributes = field;
    }
    if (generations[index] != Integer.toUnsignedLong(series.generation())) {
      Arrays.fill(labels, index * stride, (index + 1) * stride, null);
      if (baselines != null) {
        baselines.begin(index, series.startEpochNanos());
      }
      generations[index] = Integer.toUnsignedLong(series.generation()); // all else is ready
    }
  }

  /** Both or none, in case there is no memory for them. */
  private void grow(int length) {
    long[] longer = Arrays.copyOf(generations, length);
    Arrays.fill(longer, generations.length, length, NONE);
    labels = Arrays.copyOf(labels, Math.multiplyExact(length, stride));
    generations = longer;
  }

  /** The attributes of the series that was entered. */
  byte[] labels(Series series) {
    byte[] kept = labels[series.index()];
    return kept == null ? keep(series.index(), series.attributes()) : kept;
  }

  /** Those of one of its states: also the state, by the name of the metric. */
  byte[] labels(Series series, int state, String name) {
    int place = series.index() * stride + state;
    byte[] kept = labels[place];
    return kept == null
        ? keep(
            place,
            series.attributes().toBuilder().put(Objects.requireNonNull(stateKey), name).build())
        : kept;
  }

  private byte[] keep(int place, Attributes of) {
    byte[] encoded = sheet.encode(attributes, of);
    labels[place] = encoded;
    return encoded;
  }
}
