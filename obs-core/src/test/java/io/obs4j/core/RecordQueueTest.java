package io.obs4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, and when the worker is called; what two threads may see is for the stress tests. */
class RecordQueueTest {

  /** Ten of them are a fair share, and count as one record of a batch. */
  private static final int UNIT = RecordQueue.BATCHED_WEIGHT / 10 + 1;

  /** Ten records or a hundred units. */
  private final RecordQueue<String> queue = new RecordQueue<>(10, 100 * UNIT, 5);

  private DropReason offer(int weight) {
    return queue.offer("r", weight * UNIT, 100);
  }

  private void offer(int count, int weight) {
    for (int i = 0; i < count; i++) {
      assertThat(offer(weight)).isNull();
    }
  }

  private List<String> drain(int most) {
    List<String> drained = new ArrayList<>();
    queue.drainTo(drained, most);
    return drained;
  }

  @Test
  void offer_ofLightRecords_isBoundedByTheirNumberAlone() {
    offer(10, 10);

    assertThat(offer(0)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(queue.size()).isEqualTo(10);
    drain(1);
    assertThat(offer(1)).isNull();
  }

  @Test
  void offer_ofHeavyRecords_isBoundedByTheirBytes() {
    offer(2, 45); // Five places each.

    assertThat(offer(1)).isEqualTo(DropReason.QUEUE_BYTES);
    assertThat(offer(11)).isEqualTo(DropReason.QUEUE_BYTES);
    assertThat(drain(1)).containsExactly("r");
    offer(5, 10);
    assertThat(offer(1)).isEqualTo(DropReason.QUEUE_BYTES);
  }

  @Test
  void offer_ofHeavyRecordsOverAndOver_givesTheirPlacesBack() {
    for (int i = 0; i < 1_000; i++) {
      offer(3, 30);
      assertThat(offer(30)).isEqualTo(DropReason.QUEUE_BYTES);
      assertThat(drain(10)).hasSize(3);
    }
    offer(10, 10);
  }

  @Test
  void offer_ofARecordThatFillsAll_getsInWhenEmpty() {
    offer(1, 100);

    assertThat(offer(1)).isEqualTo(DropReason.QUEUE_BYTES);
    drain(1);
    assertThat(offer(101)).isEqualTo(DropReason.TOO_LARGE);
    assertThat(queue.offer("r", Integer.MAX_VALUE, 100)).isEqualTo(DropReason.TOO_LARGE);
    assertThat(queue.offer("r", Integer.MIN_VALUE, 100)).isNull();
  }

  @Test
  void offer_ofRecordsByWatermark_keepsRoomForWhatIsUrgent() {
    for (int i = 0; i < 5; i++) {
      assertThat(queue.offer("debug", 1, 50)).isNull();
    }
    assertThat(queue.offer("debug", 1, 50)).isEqualTo(DropReason.QUEUE_FULL);
    for (int i = 0; i < 3; i++) {
      assertThat(queue.offer("info", 1, 80)).isNull();
    }
    assertThat(queue.offer("info", 1, 80)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(queue.offer("error", 1, 100)).isNull();
    assertThat(queue.offer("error", 1, 1_000)).isNull();
    assertThat(queue.offer("error", 1, 100)).isEqualTo(DropReason.QUEUE_FULL);
  }

  @Test
  void offer_withAWatermarkOfNothing_getsInWhileEmpty() {
    assertThat(queue.offer("trace", 1, -5)).isNull();
    assertThat(queue.offer("trace", 1, 0)).isEqualTo(DropReason.QUEUE_FULL);
  }

  @Test
  void offer_toAQueueOfOne_takesOne() {
    RecordQueue<String> one = new RecordQueue<>(1, 1, 1);
    assertThat(one.offer("a", 1, 100)).isNull();
    assertThat(one.offer("b", 1, 100)).isEqualTo(DropReason.QUEUE_FULL);
    assertThat(one.offer("b", 2, 100)).isEqualTo(DropReason.TOO_LARGE);
  }

  @Test
  void afterOffer_whileTheWorkerIsAwake_callsNobody() {
    offer(10, 1);

    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.NOTHING);
    assertThat(queue.call()).isEqualTo(RecordQueue.Call.NOTHING);
  }

  @Test
  void afterOffer_whileTheWorkerSleeps_callsItOnceWhenABatchIsThere() {
    offer(3, 1);
    drain(2);
    queue.sleepUntilFilled(3);

    offer(1, 1);
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.NOTHING);
    offer(1, 1);
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.UNPARK);
    offer(1, 1);
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.NOTHING);
  }

  @Test
  void afterOffer_ofHeavyRecords_countsTheirPlaces() {
    queue.sleepUntilFilled(5);
    offer(1, 40);
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.NOTHING);
    offer(1, 1);

    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.UNPARK);
    assertThat(queue.isFilled(5)).isTrue();
    assertThat(queue.isFilled(6)).isFalse();
  }

  @Test
  void afterOffer_whereManyPlacesHaveFewBytes_stillCountsABatchInRecords() {
    RecordQueue<String> large = new RecordQueue<>(1 << 20, 64 << 20, 512);
    large.sleepUntilFilled(512);
    int offered = 0;
    do {
      large.offer("r", 600, 100);
      offered++;
    } while (large.afterOffer() == RecordQueue.Call.NOTHING);

    assertThat(offered).isBetween(400, 512);
  }

  @ParameterizedTest
  @CsvSource({
    "2048, 1048576, 512, 4096",
    "2048, 1048576, 512, 16384",
    "16384, 4194304, 2048, 8192",
    "65536, 67108864, 32768, 4096",
    "16384, 67108864, 512, 1000000"
  })
  void afterOffer_ofHeavyRecords_callsBeforeHalfIsFull(
      int places, int bytes, int batchSize, int weight) {
    RecordQueue<String> heavy = new RecordQueue<>(places, bytes, batchSize);
    heavy.sleepUntilFilled(batchSize);
    RecordQueue.Call call = RecordQueue.Call.NOTHING;
    while (call == RecordQueue.Call.NOTHING && heavy.offer("r", weight, 50) == null) {
      call = heavy.afterOffer();
    }

    assertThat(call).isEqualTo(RecordQueue.Call.UNPARK);
  }

  @Test
  void awake_afterASleep_callsNobodyUntilTheNext() {
    queue.sleepUntilFilled(1);
    queue.awake();
    offer(1, 1);
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.NOTHING);

    queue.sleepUntilFilled(5);
    assertThat(queue.call()).isEqualTo(RecordQueue.Call.UNPARK);
  }

  @Test
  void end_isForGood() {
    offer(2, 45);
    queue.end();
    queue.awake();
    queue.sleepUntilFilled(1);

    assertThat(queue.hasEnded()).isTrue();
    assertThat(queue.afterOffer()).isEqualTo(RecordQueue.Call.SWEEP);
    assertThat(queue.sweep()).isEqualTo(2);
    assertThat(queue.sweep()).isZero();
    offer(1, 100);
  }
}
