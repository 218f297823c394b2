package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;
import io.obs4j.core.Series;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.BitSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is kept of series, once there was no memory to keep more. */
class MetricShortageTest {

  private static final Field FIELD = Otlp.NumberPoint.ATTRIBUTES;

  /** With as many states, so many series have one label set less than an array can be long. */
  private static final int STATES = 1_302;

  private static final int TOO_MANY = (Integer.MAX_VALUE - 1) / STATES;

  private record Named(int index, int generation) implements Series {

    @Override
    public Attributes attributes() {
      return Attributes.of(AttributeKey.stringKey("k"), index + "-" + generation);
    }

    @Override
    public long startEpochNanos() {
      return 10L * index;
    }
  }

  private static MetricPage page() {
    MessageWriter writer = MessageWriter.of(OtlpProtocol.PROTOBUF);
    ScopeSheet sheet = new ScopeSheet(OtlpSignals.SCOPE, writer, new KeyFragments(writer));
    MetricFamily family =
        new MetricFamily(OtlpSignals.SCOPE, "a", MetricKind.STATE_SET, "", "", false);
    return new MetricPage(family, sheet, false);
  }

  /** The array of label sets is longer than any can be; that of generations is not. */
  @Test
  void enter_noMemoryForTheLabelsOfAllSeries_knowsThoseThatItKnewAndOthers() {
    assertThat((long) TOO_MANY * STATES).isEqualTo(Integer.MAX_VALUE - 1);
    MetricPage page = page();
    Named known = new Named(0, 1);
    page.enter(known, FIELD, STATES);
    byte[] labels = page.labels(known, STATES - 1, "last");

    assertThatThrownBy(() -> page.enter(new Named(TOO_MANY - 1, 1), FIELD, STATES))
        .isInstanceOf(OutOfMemoryError.class);

    page.enter(known, FIELD, STATES);
    assertThat(page.labels(known, STATES - 1, "other")).isSameAs(labels);
    Named next = new Named(1, 1);
    page.enter(next, FIELD, STATES);
    assertThat(page.labels(next, STATES - 1, "last")).isNotEmpty().isNotEqualTo(labels);
  }

  /** Lacks memory as long as it is told to. */
  private static final class Scarce extends Baselines {

    private boolean isShort;
    private int length;
    private final BitSet advanced = new BitSet();

    @Override
    void grow(int wanted) {
      if (isShort) {
        throw new OutOfMemoryError("planted");
      }
      length = wanted;
    }

    @Override
    void reset(int index) {
      advanced.clear(Objects.checkIndex(index, length));
    }

    @Override
    void advance(int index) {
      advanced.set(Objects.checkIndex(index, length));
    }
  }

  @Test
  void begin_noMemoryForABaseline_isAskedAgainForIt() {
    Scarce baselines = new Scarce();
    baselines.begin(0, 1);
    baselines.isShort = true;
    assertThatThrownBy(() -> baselines.begin(5, 2)).isInstanceOf(OutOfMemoryError.class);
    baselines.isShort = false;

    baselines.begin(5, 3);
    baselines.sent(5, 0);
    BitSet acknowledged = new BitSet();
    acknowledged.set(0);
    baselines.settle(acknowledged, 4);

    assertThat(baselines.since(0)).isEqualTo(1);
    assertThat(baselines.since(5)).isEqualTo(4);
    assertThat(baselines.advanced.stream()).containsExactly(5);
  }
}
