package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.opentelemetry.api.common.Attributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the contracts promise to those who implement no more than they must. */
class ContractsTest {

  /** The least that an exporter is. */
  private static final class LeastExporter implements Exporter {
    final List<Duration> closings = new ArrayList<>();

    @Override
    public void start(Signals signals) {}

    @Override
    public void close(Duration limit) {
      closings.add(limit);
    }
  }

  /** The least that a provider is. */
  private static final class LeastProvider implements ExporterProvider {
    @Override
    public String name() {
      return "least";
    }

    @Override
    public Exporter create(Set<Signal> signals, Environment environment) {
      return new LeastExporter();
    }
  }

  @Test
  void exporter_closedWithoutALimit_hasTenSeconds() {
    LeastExporter exporter = new LeastExporter();
    exporter.close();

    assertThat(exporter.closings).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void exporter_thatIsReadOnRequest_hasNothingToFlush() {
    assertThat(new LeastExporter().flush(Duration.ZERO)).isTrue();
  }

  @Test
  void provider_byDefault_carriesAllSignals() {
    assertThat(new LeastProvider().signals()).containsExactlyInAnyOrder(Signal.values());
  }

  @Test
  void signals_ofMetrics_offerWhatTheyWereGiven() {
    Resource resource = Resource.of(Attributes.empty());
    Diagnostics diagnostics = Diagnostics.loggingTo(new RecordingLogger());
    Signals signals = Signals.ofMetrics(resource, diagnostics, diagnostics);

    assertThat(signals.resource()).isSameAs(resource);
    assertThat(signals.metrics()).isSameAs(diagnostics);
    assertThat(signals.diagnostics()).isSameAs(diagnostics);
    assertThat(signals.clock()).isSameAs(Clock.system());
  }

  @Test
  void scope_withNameAndVersion_hasNothingElse() {
    assertThat(InstrumentationScope.of("orders", "1"))
        .isEqualTo(new InstrumentationScope("orders", "1", "", Attributes.empty()))
        .isNotEqualTo(InstrumentationScope.APPLICATION);
  }

  @Test
  @SuppressWarnings("NullAway") // What is refused must be handed in.
  void records_ofNulls_areRefusedByName() {
    InstrumentationScope scope = InstrumentationScope.APPLICATION;
    Attributes none = Attributes.empty();

    assertThatNullPointerException()
        .isThrownBy(() -> new InstrumentationScope(null, "", "", none))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> new InstrumentationScope("", "", "", null))
        .withMessage("attributes");
    assertThatNullPointerException()
        .isThrownBy(() -> new MetricFamily(scope, null, MetricKind.GAUGE, "", "", false))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> new MetricFamily(scope, "a", null, "", "", false))
        .withMessage("kind");
    assertThatNullPointerException()
        .isThrownBy(() -> new Resource(none, null))
        .withMessage("schemaUrl");
  }
}
