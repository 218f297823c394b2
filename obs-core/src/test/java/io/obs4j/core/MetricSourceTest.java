package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricSourceTest {

  private final List<String> events = new ArrayList<>();

  /** A source of one empty family, whose readers write down what is done to them. */
  private final class Traced implements MetricSource {
    final String name;
    boolean failsToOpen;
    boolean failsToClose;

    Traced(String name) {
      this.name = name;
    }

    @Override
    public void visit(MetricVisitor visitor) {
      visitor.family(
          new MetricFamily(
              InstrumentationScope.APPLICATION, name, MetricKind.GAUGE, "", "", false));
    }

    @Override
    public MetricReader openReader() {
      if (failsToOpen) {
        throw new IllegalStateException("open " + name);
      }
      events.add("open " + name);
      return new MetricReader() {
        @Override
        public void visit(MetricVisitor visitor) {
          events.add("visit " + name);
          Traced.this.visit(visitor);
        }

        @Override
        public void close() {
          events.add("close " + name);
          if (failsToClose) {
            throw new IllegalStateException("close " + name);
          }
        }
      };
    }
  }

  private final Traced a = new Traced("a");
  private final Traced b = new Traced("b");
  private final Traced c = new Traced("c");
  private final MetricSource all = MetricSource.concat(a, b, c);

  @Test
  void concat_ofSeveral_walksThemInOrder() {
    assertThat(RecordingVisitor.walk(all)).containsExactly("GAUGE a", "GAUGE b", "GAUGE c");
  }

  @Test
  void concat_ofNone_walksNothing() {
    assertThat(RecordingVisitor.walk(MetricSource.concat())).isEmpty();
  }

  @Test
  void concat_ofAReader_opensWalksAndClosesOneOfEach() {
    MetricReader reader = all.openReader();
    RecordingVisitor visitor = new RecordingVisitor();
    reader.visit(visitor);
    reader.close();

    assertThat(visitor.lines).containsExactly("GAUGE a", "GAUGE b", "GAUGE c");
    assertThat(events)
        .containsExactly(
            "open a", "open b", "open c", "visit a", "visit b", "visit c", "close a", "close b",
            "close c");
  }

  @Test
  void concat_readerThatFailsToOpen_closesTheEarlierOnes() {
    c.failsToOpen = true;
    b.failsToClose = true;

    assertThatThrownBy(all::openReader)
        .hasMessage("open c")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(events).containsExactly("open a", "open b", "close a", "close b");
  }

  @Test
  void concat_readersThatFailToClose_areAllClosed() {
    a.failsToClose = true;
    c.failsToClose = true;
    MetricReader reader = all.openReader();

    assertThatThrownBy(reader::close)
        .hasMessage("close a")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(events).endsWith("close a", "close b", "close c");
  }

  @Test
  void concat_visitorThatThrows_endsTheWalk() {
    MetricReader reader = all.openReader();
    MetricVisitor failing =
        new SelectiveMetricVisitor() {
          @Override
          public void family(MetricFamily family) {
            if (family.name().equals("b")) {
              throw new IllegalStateException("no more");
            }
          }
        };

    assertThatThrownBy(() -> reader.visit(failing)).hasMessage("no more");
    assertThat(events).contains("visit b").doesNotContain("visit c");
  }

  @Test
  void openReader_byDefault_walksTheSource() {
    MetricSource source = visitor -> a.visit(visitor);
    RecordingVisitor recorded = new RecordingVisitor();
    try (MetricReader reader = source.openReader()) {
      reader.visit(recorded);
    }

    assertThat(recorded.lines).containsExactly("GAUGE a");
  }
}
