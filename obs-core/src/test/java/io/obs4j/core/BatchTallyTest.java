package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many lines a bad day costs. */
class BatchTallyTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long QUIET = 10 * SECOND;
  private static final ExportResult DELIVERED = ExportResult.delivered();
  private static final ExportResult REJECTED = ExportResult.dropped(1, "rejected");

  private final RecordingLogger logger = new RecordingLogger();
  private final Diagnostics diagnostics = Diagnostics.loggingTo(logger);
  private final BatchTally tally = new BatchTally(Signal.TRACES, "x", diagnostics);

  private void tell(long now, ExportResult result) {
    tally.tell(now, 4, result, null);
    tally.review(now, SECOND);
  }

  @Test
  void tell_failuresAndDeliveriesInTurn_isOneLine() {
    for (int i = 0; i < 1_000; i++) {
      tell(i * SECOND, i % 2 == 0 ? REJECTED : DELIVERED);
    }

    assertThat(logger.messages()).singleElement().asString().contains("says rejected");
    assertThat(diagnostics.faultCount("batch.export")).isEqualTo(500);
  }

  @Test
  void review_deliveriesWithoutAFailureForAWhile_tellsTheEndOnceAndTheNextFailureAnew() {
    tell(0, REJECTED);
    tell(1, DELIVERED);
    tally.review(QUIET - 1, SECOND);
    assertThat(logger.lines).hasSize(1);

    tally.review(QUIET, SECOND);
    tally.review(QUIET + 1, SECOND);
    tell(QUIET + 2, REJECTED);
    assertThat(logger.messages())
        .satisfiesExactly(
            line -> assertThat(line).contains("says rejected"),
            line -> assertThat(line).isEqualTo("All spans to x arrive again."),
            line -> assertThat(line).contains("says rejected"));
  }

  @Test
  void review_nothingDeliveredSinceAFailure_tellsNoEnd() {
    tell(0, REJECTED);
    tally.review(1_000 * SECOND, SECOND);

    assertThat(logger.lines).hasSize(1);
  }

  @Test
  void tellSurvived_amongDeliveries_isASubjectOfItsOwn() {
    tally.tellSurvived(0, new OutOfMemoryError());
    tell(1, REJECTED);
    tally.tellSurvived(2, new OutOfMemoryError());
    tally.review(3, SECOND);
    tally.review(QUIET + 2, SECOND);

    assertThat(logger.messages())
        .satisfiesExactly(
            line -> assertThat(line).contains("thread that sends spans to x failed, and goes on"),
            line -> assertThat(line).contains("says rejected"),
            line -> assertThat(line).isEqualTo("The thread that sends spans to x works again."));
    assertThat(diagnostics.faultCount("batch.thread")).isEqualTo(2);
    assertThat(diagnostics.faultCount("batch.export")).isEqualTo(1);
  }
}
