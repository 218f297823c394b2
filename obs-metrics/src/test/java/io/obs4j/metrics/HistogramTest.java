package io.obs4j.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {

  private final Metrics metrics = Metrics.create();

  @Test
  void record_threeValues_areCounted() {
    Histogram histogram = metrics.histogram("h").unit("s").create();

    histogram.record(0.25);
    histogram.record(3);
    histogram.recordNanos(1_000_000_000);

    assertThat(Page.of(metrics).value("h")).isEqualTo(3L);
  }
}
