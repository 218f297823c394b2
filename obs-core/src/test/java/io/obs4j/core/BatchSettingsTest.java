package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class BatchSettingsTest {

  private static final String QUEUE = "OTEL_BSP_MAX_QUEUE_SIZE";
  private static final String BATCH = "OTEL_BSP_MAX_EXPORT_BATCH_SIZE";

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);

  private BatchSettings spans(Map<String, String> variables) {
    return BatchSettings.spans(Environment.of(variables, diagnostics));
  }

  private static void assertRefused(UnaryOperator<BatchSettings.Builder> change, String... words) {
    BatchSettings.Builder builder = change.apply(BatchSettings.builder());
    assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContainingAll(words);
  }

  @Test
  void defaults_areThoseOfTheSpecificationWithALargerQueue() {
    BatchSettings expected =
        new BatchSettings(
            16_384, 64 * 1_024 * 1_024, 512, 2_048, Duration.ofSeconds(5), Duration.ofSeconds(30));

    assertThat(BatchSettings.defaults()).isEqualTo(expected);
    assertThat(spans(Map.of())).isEqualTo(expected);
  }

  @Test
  void spans_ofAllVariables_readsThem() {
    BatchSettings settings =
        spans(
            Map.of(
                QUEUE,
                "100",
                BATCH,
                "10",
                "OTEL_BSP_SCHEDULE_DELAY",
                "0",
                "OTEL_BSP_EXPORT_TIMEOUT",
                "250"));

    assertThat(settings.queueSize()).isEqualTo(100);
    assertThat(settings.batchSize()).isEqualTo(10);
    assertThat(settings.largestBatch()).isEqualTo(10);
    assertThat(settings.delay()).isZero();
    assertThat(settings.exportTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void spans_ofASmallQueueAlone_makesBatchesThatFit() {
    assertThat(spans(Map.of(QUEUE, "100")).batchSize()).isEqualTo(100);
    assertThat(logger.lines).isEmpty();
  }

  @Test
  void build_ofABatchSize_neverMakesLargerOnesUnlessToldTo() {
    assertThat(BatchSettings.builder().batchSize(10).build().largestBatch()).isEqualTo(10);
    assertThat(BatchSettings.builder().batchSize(10).largestBatch(30).build().largestBatch())
        .isEqualTo(30);
    assertThat(BatchSettings.builder().largestBatch(30).batchSize(10).build().largestBatch())
        .isEqualTo(30);
    assertThat(BatchSettings.defaults().toBuilder().batchSize(10).build().largestBatch())
        .isEqualTo(10);
    assertThat(BatchSettings.builder().queueSize(600).build().largestBatch()).isEqualTo(600);
    assertRefused(builder -> builder.largestBatch(511), "largestBatch 511", "batchSize 512");
    assertRefused(builder -> builder.queueSize(600).largestBatch(601), "601", "queueSize 600");
  }

  @Test
  void spans_ofABatchLargerThanTheQueue_reportsItAndUsesTheDefault() {
    assertThat(spans(Map.of(QUEUE, "100", BATCH, "101")).batchSize()).isEqualTo(100);
    assertThat(logger.messages()).singleElement().asString().contains(BATCH + "=101", "1 to 100");
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(1);
  }

  @Test
  void spans_ofMalformedVariables_reportsEachAndUsesTheDefaults() {
    BatchSettings settings =
        spans(
            Map.of(
                QUEUE,
                "0",
                BATCH,
                "many",
                "OTEL_BSP_SCHEDULE_DELAY",
                "-1",
                "OTEL_BSP_EXPORT_TIMEOUT",
                "30s"));

    assertThat(settings).isEqualTo(BatchSettings.defaults());
    assertThat(diagnostics.faultCount(Environment.FAULT)).isEqualTo(4);
  }

  @Test
  void build_ofABatchLargerThanTheQueue_isRefusedWithTheRemedy() {
    assertRefused(
        builder -> builder.queueSize(511), "batchSize 512", "queueSize 511", "raise queueSize");
  }

  @Test
  void build_ofValuesOutOfRange_isRefusedNamingValueAndLimit() {
    assertRefused(builder -> builder.queueSize(0), "queueSize 0", "1048576");
    assertRefused(builder -> builder.queueSize(1_048_577), "queueSize 1048577");
    assertRefused(builder -> builder.batchSize(0), "batchSize 0");
    assertRefused(builder -> builder.queueBytes(16_383), "queueBytes 16383", "16384");
    assertRefused(builder -> builder.delay(Duration.ofNanos(-1)), "delay PT-0.000000001S");
    assertRefused(builder -> builder.exportTimeout(Duration.ofMillis(-1)), "exportTimeout");
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> BatchSettings.builder().delay(Duration.ofDays(200_000)).build());
  }

  @Test
  void toBuilder_changedInOne_keepsTheOthers() {
    BatchSettings settings =
        BatchSettings.builder()
            .queueSize(20)
            .queueBytes(200)
            .batchSize(10)
            .delay(Duration.ofMillis(1))
            .exportTimeout(Duration.ofMillis(2))
            .build();

    assertThat(settings.toBuilder().build()).isEqualTo(settings);
    BatchSettings growing = settings.toBuilder().largestBatch(20).build();
    assertThat(growing.toBuilder().build()).isEqualTo(growing);
    assertThat(BatchSettings.defaults().toBuilder().build()).isEqualTo(BatchSettings.defaults());
    assertThat(settings.toBuilder().batchSize(5).build())
        .isEqualTo(new BatchSettings(20, 200, 5, 5, Duration.ofMillis(1), Duration.ofMillis(2)));
  }
}
