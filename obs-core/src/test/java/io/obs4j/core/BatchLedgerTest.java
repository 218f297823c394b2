package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What flushes learn, and that each record is counted once, without any thread. */
class BatchLedgerTest {

  private static final ExportResult DELIVERED = ExportResult.delivered();

  private final Diagnostics diagnostics = Diagnostics.loggingTo(new RecordingLogger());
  private final RecordQueue<Integer> queue = new RecordQueue<>(100, 100, 10);
  private final BatchLedger<Integer> ledger =
      new BatchLedger<>(queue, new BatchTally(Signal.TRACES, "x", diagnostics));

  private void offer(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(queue.offer(i, 1, 100)).isNull();
    }
  }

  private Batch<Integer> take(int most) {
    Batch<Integer> batch = ledger.take(most);
    assertThat(batch).isNotNull();
    return batch;
  }

  private static ExportResult rejected(int count) {
    return ExportResult.dropped(count, "rejected");
  }

  private static boolean isSettled(FlushTicket ticket) {
    return ticket.await(0);
  }

  @Test
  void take_ofMoreThanThereIs_takesAllInOrder() {
    assertThat(ledger.take(2)).isNull();
    offer(3);

    assertThat(take(2).handOver()).containsExactly(0, 1);
    assertThat(take(2).handOver()).containsExactly(2);
    assertThat(ledger.take(2)).isNull();
    assertThat(ledger.isIdle()).isFalse();
  }

  @Test
  void settle_ofABatchTwice_countsOnce() {
    offer(3);
    Batch<Integer> batch = take(3);

    assertThat(ledger.settle(batch, rejected(1))).isTrue();
    assertThat(ledger.settle(batch, DELIVERED)).isFalse();
    assertThat(Tallies.exported(diagnostics)).isEqualTo(2);
    assertThat(Tallies.dropped(diagnostics, "rejected")).isEqualTo(1);
    assertThat(ledger.isIdle()).isTrue();
  }

  @Test
  void ticket_waitsForWhatIsQueuedAndUnderWay() {
    offer(2);
    Batch<Integer> first = take(1);
    FlushTicket ticket = ledger.open();
    assertThat(ledger.flushTarget()).isEqualTo(2);
    ledger.settle(first, DELIVERED);
    assertThat(isSettled(ticket)).isFalse();

    ledger.settle(take(1), DELIVERED);
    assertThat(isSettled(ticket)).isTrue();
  }

  @Test
  void ticket_doesNotWaitForWhatComesLater() {
    offer(1);
    Batch<Integer> first = take(1);
    FlushTicket ticket = ledger.open();
    offer(1);
    take(1);
    ledger.settle(first, DELIVERED);

    assertThat(isSettled(ticket)).isTrue();
  }

  @Test
  void ticket_ofBatchesThatAnswerOutOfOrder_waitsForAll() {
    offer(3);
    List<Batch<Integer>> batches = List.of(take(1), take(1), take(1));
    FlushTicket ticket = ledger.open();
    ledger.settle(batches.get(2), DELIVERED);
    ledger.settle(batches.get(1), DELIVERED);
    assertThat(isSettled(ticket)).isFalse();

    ledger.settle(batches.get(0), DELIVERED);
    assertThat(isSettled(ticket)).isTrue();
  }

  @Test
  void tickets_atTheSameTime_eachGetTheirOwnTruth() {
    offer(1);
    Batch<Integer> first = take(1);
    FlushTicket early = ledger.open();
    offer(1);
    Batch<Integer> second = take(1);
    FlushTicket late = ledger.open();
    ledger.settle(second, rejected(1));
    ledger.settle(first, DELIVERED);

    assertThat(isSettled(early)).isTrue();
    assertThat(isSettled(late)).isFalse();
    assertThat(isSettled(ledger.open())).isTrue();
  }

  @Test
  void ticket_ofAFailureBeforeIt_isTrue() {
    offer(2);
    ledger.settle(take(1), rejected(1));
    FlushTicket ticket = ledger.open();
    ledger.settle(take(1), DELIVERED);

    assertThat(isSettled(ticket)).isTrue();
  }

  @Test
  void ticket_cancelled_isForgotten() {
    offer(1);
    FlushTicket ticket = ledger.open();
    ledger.cancel(ticket);
    ledger.settle(take(1), DELIVERED);

    assertThat(isSettled(ticket)).isFalse();
  }

  @Test
  void overdue_ofSeveral_isTheOldestWhoseTimeHasCome() {
    offer(3);
    Batch<Integer> first = take(1);
    Batch<Integer> second = take(1);
    Batch<Integer> starting = take(1);
    assertThat(ledger.nextDeadline()).isNull();
    ledger.startTimeout(first, Long.MAX_VALUE - 5); // The clock of a JVM may pass its end.
    ledger.startTimeout(second, Long.MIN_VALUE + 5);

    assertThat(ledger.nextDeadline()).isEqualTo(Long.MAX_VALUE - 5);
    assertThat(ledger.overdue(Long.MAX_VALUE - 6)).isNull();
    assertThat(ledger.overdue(Long.MIN_VALUE + 4)).isSameAs(first);
    ledger.settle(first, rejected(1));
    assertThat(ledger.overdue(Long.MIN_VALUE + 4)).isNull();
    assertThat(ledger.overdue(Long.MIN_VALUE + 5)).isSameAs(second);
    ledger.settle(second, rejected(1));
    assertThat(ledger.overdue(Long.MIN_VALUE + 6)).isNull();
    ledger.settle(starting, DELIVERED);
  }

  @Test
  void end_withRecordsEverywhere_countsAllAsDroppedAndAnswersFlushes() {
    offer(5);
    Batch<Integer> batch = take(2);
    FlushTicket ticket = ledger.open();

    assertThat(ledger.end(DropReason.ABANDONED)).isEqualTo(5);
    assertThat(isSettled(ticket)).isFalse();
    assertThat(ledger.settle(batch, DELIVERED)).isFalse();
    assertThat(ledger.isIdle()).isTrue();
    assertThat(Tallies.dropped(diagnostics, "abandoned")).isEqualTo(5);
    assertThat(Tallies.exported(diagnostics)).isZero();
    assertThat(ledger.end(DropReason.ABANDONED)).isZero();
    assertThat(isSettled(ledger.open())).isFalse();
  }

  @Test
  void sweep_ofWhatIsOfferedAfterTheEnd_countsIt() {
    ledger.end(DropReason.CLOSED);
    offer(2);

    assertThat(ledger.take(2)).isNull();
    assertThat(isSettled(ledger.open())).isTrue();
    ledger.sweep();
    ledger.sweep();
    assertThat(Tallies.dropped(diagnostics, "closed")).isEqualTo(2);
  }
}
