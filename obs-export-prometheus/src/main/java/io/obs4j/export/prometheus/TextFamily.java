package io.obs4j.export.prometheus;

import io.obs4j.core.HistogramReading;
import io.obs4j.core.MetricFamily;
import io.obs4j.core.Series;
import io.obs4j.core.StateSetReading;
import io.obs4j.core.SummaryReading;
import io.obs4j.core.internal.ByteSink;
import java.util.Set;

/**
 * What the text encoders keep of one family: everything of its lines but the labels of each series
 * and the numbers.
 *
 * <pre>{@code
 * http_duration_seconds_bucket{otel_scope_name="web",   method="GET"   ,le="0.5"}    17
 * '--------------- start -------------------------'   '-- labels --'  '-- end --'
 * }</pre>
 */
final class TextFamily extends FamilyPage {

  /** Ends a line's labels. */
  static final byte[] END = {'}', ' '};

  private static final String CREATED = "_created";
  private static final byte[][] NONE = {};

  private final TextType type;
  private final String declared;
  private final byte[] header;
  private final byte[] sample;
  private final byte[] bucket;
  private final byte[] sum;
  private final byte[] count;
  private final byte[] created;
  private byte[][] ends = NONE;
  private String[] states = {};

  TextFamily(MetricFamily family, Naming naming, Escaping escaping, TextType type) {
    super(family, naming, escaping);
    this.type = type;
    String name = name().sample();
    header = type.header(family, name());
    sample = start(name);
    bucket = start(name + "_bucket");
    sum = start(name + "_sum");
    count = start(name + "_count");
    declared = type.familyName(family, name());
    created = start(declared + CREATED);
  }

  /** Whether it may tell exemplars and creation times, as far as a format knows them. */
  boolean isCounter() {
    return TextType.isCounter(family(), name());
  }

  @Override
  Set<String> takenNames() {
    Set<String> names = super.takenNames();
    names.add(declared);
    if (type.hasCreated(family(), name())) {
      names.add(declared + CREATED);
    }
    return names;
  }

  byte[] header() {
    return header;
  }

  byte[] sample() {
    return sample;
  }

  byte[] bucket() {
    return bucket;
  }

  byte[] sum() {
    return sum;
  }

  byte[] count() {
    return count;
  }

  byte[] created() {
    return created;
  }

  /** Makes the labels of a series ready to be copied. */
  void locate(Series series, ByteSink scratch) {
    if (!labels().locate(series)) {
      scratch.reset();
      TextEscapes.labels(scratch, labelsOf(series));
      labels().put(series, scratch);
    }
  }

  /** The ends of the bucket lines of a histogram, that of the infinite bound last. */
  byte[][] bucketEnds(HistogramReading reading) {
    int bounds = reading.boundCount();
    if (ends.length != bounds + 1) {
      ends = new byte[bounds + 1][];
      for (int i = 0; i < bounds; i++) {
        ends[i] = end("le", canonical(reading.bound(i)));
      }
      ends[bounds] = end("le", "+Inf");
    }
    return ends;
  }

  /** The ends of the quantile lines of a summary. */
  byte[][] quantileEnds(SummaryReading reading) {
    int quantiles = reading.quantileCount();
    if (ends.length != quantiles) {
      ends = new byte[quantiles][];
      for (int i = 0; i < quantiles; i++) {
        ends[i] = end("quantile", canonical(reading.quantile(i)));
      }
    }
    return ends;
  }

  /** The end of the line of one state of a state set. */
  byte[] stateEnd(StateSetReading reading, int index) {
    if (states.length != reading.stateCount()) {
      states = new String[reading.stateCount()];
      ends = new byte[states.length][];
    }
    String state = reading.state(index);
    if (!state.equals(states[index])) {
      states[index] = state;
      ends[index] = end(stateLabel(), state);
    }
    return ends[index];
  }

  private byte[] start(String name) {
    ByteSink sink = new ByteSink(128);
    if (Escaping.isPlain(name, true)) {
      sink.writeAscii(name);
      sink.writeByte('{');
    } else {
      sink.writeByte('{');
      TextEscapes.quoted(sink, name);
      sink.writeByte(',');
    }
    if (!scope().values().isEmpty()) {
      TextEscapes.labels(sink, scope().values());
      sink.writeByte(',');
    }
    return sink.toByteArray();
  }

  private static byte[] end(String label, String value) {
    ByteSink sink = new ByteSink(64);
    sink.writeByte(',');
    TextEscapes.label(sink, label, value);
    sink.writeBytes(END);
    return sink.toByteArray();
  }

  private static String canonical(double bound) {
    ByteSink sink = new ByteSink(32);
    sink.writeCanonicalDouble(bound);
    return sink.toString();
  }
}
