package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.Series;
import io.obs4j.core.internal.ByteSink;
import org.jspecify.annotations.Nullable;

/**
 * OpenMetrics 1.0: text with exemplars, creation times and a mark at the end.
 *
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
final class OpenMetricsEncoder extends TextEncoder {

  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final long MILLIS_PER_SECOND = 1_000L;

  private final boolean createdTimestamps;

  OpenMetricsEncoder(
      Naming naming, Escaping escaping, Collisions collisions, boolean createdTimestamps) {
    super(naming, escaping, collisions, TextType.OPEN_METRICS);
    this.createdTimestamps = createdTimestamps;
  }

  @Override
  void exemplar(ByteSink line, @Nullable Exemplar exemplar) {
    if (exemplar != null) {
      line.writeAscii(" # {trace_id=\"");
      line.writeHex(exemplar.traceIdHigh());
      line.writeHex(exemplar.traceIdLow());
      line.writeAscii("\",span_id=\"");
      line.writeHex(exemplar.spanId());
      line.writeByte('"');
      if (!exemplar.filtered().isEmpty()) {
        ExemplarLabels.filtered(exemplar)
            .forEach(
                (name, value) -> {
                  line.writeByte(',');
                  TextEscapes.label(line, name, value);
                });
      }
      line.writeAscii("} ");
      line.writeDouble(exemplar.value());
      line.writeByte(' ');
      seconds(line, exemplar.epochNanos());
    }
  }

  @Override
  void created(TextFamily family, Series of) {
    if (createdTimestamps) {
      ByteSink line = line(family, family.created(), TextFamily.END);
      seconds(line, of.startEpochNanos());
      line.writeByte('\n');
    }
  }

  @Override
  void end(ByteSink page) {
    page.writeAscii("# EOF\n");
  }

  private static void seconds(ByteSink line, long epochNanos) {
    long millis = Math.floorDiv(epochNanos, NANOS_PER_MILLI);
    if (millis < 0) {
      line.writeByte('-');
    }
    line.writeLong(Math.abs(millis) / MILLIS_PER_SECOND);
    line.writeByte('.');
    line.writePadded(Math.abs(millis) % MILLIS_PER_SECOND, 3);
  }
}
