package io.obs4j.export.prometheus;

import io.obs4j.core.Exemplar;
import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.NumberReading;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.internal.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus text 0.0.4, and what OpenMetrics has in common with it.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus,
 *     Exposition formats</a>
 */
sealed class TextEncoder implements Encoder permits OpenMetricsEncoder {

  private final ByteSink scratch = new ByteSink(256);
  private final ByteSink sink = new ByteSink(CHUNK + CHUNK / 4);
  private final Chunks chunks = new Chunks(sink);
  private final FamilyCache<TextFamily> families;
  private final ShownSeries shown;
  private @Nullable TextFamily current;

  TextEncoder(Naming naming, Escaping escaping, Collisions collisions) {
    this(naming, escaping, collisions, TextType.PROMETHEUS);
  }

  TextEncoder(Naming naming, Escaping escaping, Collisions collisions, TextType type) {
    families =
        new FamilyCache<>(family -> new TextFamily(family, naming, escaping, type), collisions);
    shown = new ShownSeries(collisions);
  }

  /** Adds what the format says of an example of the value that was just written. */
  void exemplar(ByteSink line, @Nullable Exemplar exemplar) {}

  /** Adds a line that tells since when the series accumulates, where the format has one. */
  void created(TextFamily family, Series of) {}

  /** Adds what ends a page. */
  void end(ByteSink page) {}

  @Override
  public final void begin(OutputStream out, Set<String> names) {
    families.begin(names);
    chunks.begin(out);
    current = null;
    shown.begin();
  }

  @Override
  public final long end() throws IOException {
    leave();
    families.end();
    end(sink);
    return chunks.end();
  }

  @Override
  public final void family(MetricFamily family) {
    leave();
    TextFamily page = families.page(family);
    FamilyCache.Place place = families.place(page);
    if (place == FamilyCache.Place.HEADED) {
      sink.writeBytes(page.header());
    }
    current = place == FamilyCache.Place.ABSENT ? null : page;
  }

  @Override
  public final void counter(Series of, NumberReading reading) {
    TextFamily family = enter(of);
    if (family != null) {
      line(family, family.sample(), TextFamily.END);
      value(reading);
      if (family.isCounter()) {
        exemplar(sink, reading.exemplar());
        sink.writeByte('\n');
        created(family, of);
      } else {
        sink.writeByte('\n');
      }
    }
  }

  @Override
  public final void gauge(Series of, NumberReading reading) {
    TextFamily family = enter(of);
    if (family != null) {
      line(family, family.sample(), TextFamily.END);
      value(reading);
      sink.writeByte('\n');
    }
  }

  @Override
  public final void histogram(Series of, HistogramReading reading) {
    TextFamily family = enter(of);
    if (family == null) {
      return;
    }
    byte[][] ends = family.bucketEnds(reading);
    long cumulative = 0;
    for (int i = 0; i < ends.length; i++) {
      cumulative += reading.bucketCount(i);
      line(family, family.bucket(), ends[i]);
      sink.writeLong(cumulative);
      exemplar(sink, reading.exemplar(i));
      sink.writeByte('\n');
    }
    totals(family, reading.sum(), cumulative);
    created(family, of);
  }

  @Override
  public final void summary(Series of, SummaryReading reading) {
    TextFamily family = enter(of);
    if (family == null) {
      return;
    }
    byte[][] ends = family.quantileEnds(reading);
    for (int i = 0; i < ends.length; i++) {
      line(family, family.sample(), ends[i]);
      sink.writeDouble(reading.value(i));
      sink.writeByte('\n');
    }
    totals(family, reading.sum(), reading.count());
    created(family, of);
  }

  @Override
  public final void info(Series of) {
    TextFamily family = enter(of);
    if (family != null) {
      line(family, family.sample(), TextFamily.END);
      sink.writeAscii("1\n");
    }
  }

  @Override
  public final void stateSet(Series of, StateSetReading reading) {
    TextFamily family = enter(of);
    if (family == null) {
      return;
    }
    for (int i = 0; i < reading.stateCount(); i++) {
      line(family, family.sample(), family.stateEnd(reading, i));
      sink.writeAscii(reading.isOn(i) ? "1\n" : "0\n");
    }
  }

  /** Begins a line of the series whose labels are located, up to its number. */
  final ByteSink line(TextFamily family, byte[] start, byte[] end) {
    LabelArena labels = family.labels();
    if (labels.length() > 0) {
      sink.writeBytes(start);
      labels.writeTo(sink);
      sink.writeBytes(end);
    } else {
      unlabelled(start, end);
    }
    return sink;
  }

  /** A start ends with a brace or a comma, and an end begins with a comma or a brace. */
  private void unlabelled(byte[] start, byte[] end) {
    boolean opened = start[start.length - 1] == '{';
    if (end[0] == ',') {
      sink.writeBytes(start);
      sink.writeBytes(end, 1, end.length - 1);
    } else {
      sink.writeBytes(start, 0, start.length - 1);
      sink.writeBytes(end, opened ? 1 : 0, end.length - (opened ? 1 : 0));
    }
  }

  private void totals(TextFamily family, double sum, long count) {
    line(family, family.sum(), TextFamily.END);
    sink.writeDouble(sum);
    sink.writeByte('\n');
    line(family, family.count(), TextFamily.END);
    sink.writeLong(count);
    sink.writeByte('\n');
  }

  private void value(NumberReading reading) {
    if (reading.isLong()) {
      sink.writeLong(reading.longValue());
    } else {
      sink.writeDouble(reading.doubleValue());
    }
  }

  private @Nullable TextFamily enter(Series of) {
    chunks.flow();
    TextFamily family = current;
    if (family == null) {
      return null;
    }
    family.locate(of, scratch);
    return shown.add(family, of) ? family : null;
  }

  private void leave() {
    if (current != null) {
      shown.leave(current);
    }
    current = null;
  }
}
