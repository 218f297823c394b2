package io.obs4j.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue from many recording threads to one worker, which sleeps until a batch is there.
 * Offering never waits and never throws; what does not get in is refused with the reason.
 *
 * @param <T> the kind of record
 */
final class RecordQueue<T> {

  /*
   * Room is counted in places. A record takes one, and one more for each further fair share (all
   * bytes by all records) that its weight begins; so light records, which are nearly all, are bounded
   * by the index of the queue alone, and an offer of theirs is one compare-and-set. Only heavy ones
   * add to the shared count of extra places, which all read. They travel in a wrapper that remembers
   * how many, since a record may tell another weight when it is asked again. The number of records is
   * exact; places may be exceeded by what is offered at the same moment. Where places are small, since
   * there are many of them for the bytes, several extra ones count as one record of a batch: else a
   * longer queue would make for smaller batches.
   *
   * Writers are all recording threads. The reader is whoever holds the lock of the ledger. Records
   * get an index in the order of their admission; those before taken() have left.
   *
   * wakeAt is the index at which the worker wants to be woken, AWAKE while it is, ENDED once nobody
   * reads any more. A writer advances the producer index, then reads wakeAt. The worker publishes
   * wakeAt, then reads the producer index and all else that it waits for; and the end of reading is
   * published before the last sweep reads the index. All of these are volatile, so of a writer and a
   * worker at least one sees the other: no wake-up is lost, and no record stays behind. Writers
   * compete by compare-and-set for the one unpark.
   *
   * Writers are lock-free. The reader cannot pass a writer that has taken its index and not yet
   * stored its record, which are two neighbouring instructions.
   */

  /** How long to wait for a writer that has an index and not yet stored its record. */
  static final long PAUSE_NANOS = 50_000;

  /** Whose weight is one record of a full batch, unless batches of such would not fit in twice. */
  static final int BATCHED_WEIGHT = 4 << 10;

  private static final long AWAKE = Long.MAX_VALUE;
  private static final long ENDED = Long.MIN_VALUE;

  /** What is to be done after an offer. */
  enum Call {
    NOTHING,
    UNPARK,
    SWEEP
  }

  private record Heavy(Object record, int extraPlaces) {}

  private final MpscAtomicArrayQueue<Object> records;
  private final AtomicLong extraPlaces = new AtomicLong();
  private final AtomicLong wakeAt = new AtomicLong(AWAKE);
  private final int places;
  private final long fairShare;

  /** By which extra places are halved before they count as records of a batch. */
  private final int halvings;

  /**
   * An empty queue.
   *
   * @param places how many records may wait
   * @param bytes how heavy they may be together
   * @param batchSize how many records the worker is woken for
   */
  RecordQueue(int places, long bytes, int batchSize) {
    this.records = new MpscAtomicArrayQueue<>(places);
    this.places = places;
    this.fairShare = bytes / places;
    long batched = Math.min(BATCHED_WEIGHT, bytes / (2L * batchSize));
    this.halvings = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, batched / fairShare));
  }

  /** Takes a record in, or tells why not. */
  @Nullable DropReason offer(T record, int weight, int watermark) {
    int limit =
        watermark >= 100 ? places : (int) (((long) places * Math.max(watermark, 1) + 99) / 100);
    if (weight > fairShare) {
      return offerHeavy(record, weight, limit);
    }
    return records.offerIfBelowThreshold(record, room(limit, extraPlaces.get()))
        ? null
        : refusal(limit);
  }

  private @Nullable DropReason offerHeavy(T record, int weight, int limit) {
    int extra = (int) ((weight - 1) / fairShare);
    if (extra >= places) {
      return DropReason.TOO_LARGE;
    }
    Heavy heavy = new Heavy(record, extra);
    long held = extraPlaces.addAndGet(extra);
    if (records.offerIfBelowThreshold(heavy, room(limit, held))) {
      return null;
    }
    extraPlaces.addAndGet(-extra);
    return refusal(limit);
  }

  private static int room(int limit, long held) {
    return (int) Math.max(0, limit - held);
  }

  private DropReason refusal(int limit) {
    return records.size() >= limit ? DropReason.QUEUE_FULL : DropReason.QUEUE_BYTES;
  }

  /** What a writer has to do after its record got in. */
  Call afterOffer() {
    long at = wakeAt.get();
    return at != AWAKE && filledTo() >= at ? call(at) : Call.NOTHING;
  }

  /** What somebody has to do who wants the worker to look at once, whatever it waits for. */
  Call call() {
    return call(wakeAt.get());
  }

  private Call call(long at) {
    if (at == ENDED) {
      return Call.SWEEP;
    }
    // Who fails was overtaken by another who wakes the worker, or by an end that sees this record.
    return at != AWAKE && wakeAt.compareAndSet(at, AWAKE) ? Call.UNPARK : Call.NOTHING;
  }

  /** The index of the next record, as if what is heavy were several. */
  private long filledTo() {
    return records.currentProducerIndex() + (extraPlaces.get() >> halvings);
  }

  /** How many records were ever taken in: the index of the next. */
  long offered() {
    return records.currentProducerIndex();
  }

  /** How many records have left: the index of the first that waits. */
  long taken() {
    return records.currentConsumerIndex();
  }

  /** How many records wait. */
  int size() {
    return records.size();
  }

  /** Whether so many records wait, or as much as they may weigh. */
  boolean isFilled(int batchSize) {
    return filledTo() - taken() >= batchSize;
  }

  /** Whether nobody reads any more. */
  boolean hasEnded() {
    return wakeAt.get() == ENDED;
  }

  // The rest is for the reader.

  /**
   * Announces that the worker sleeps until a batch of so many is filled. It then has to look at all
   * that it waits for once more before it parks.
   */
  void sleepUntilFilled(int batchSize) {
    wakeAt.compareAndSet(AWAKE, taken() + batchSize);
  }

  /** Ends the sleep. */
  void awake() {
    long at = wakeAt.get();
    if (at != ENDED) {
      wakeAt.compareAndSet(at, AWAKE);
    }
  }

  /** Moves the records that are there to a list, up to a number. */
  void drainTo(List<? super T> list, int most) {
    for (int i = 0; i < most; i++) {
      Object next = records.relaxedPoll();
      if (next == null) {
        return;
      }
      list.add(released(next));
    }
  }

  /** Announces that nobody reads any more: from now on, writers sweep after themselves. */
  void end() {
    wakeAt.set(ENDED);
  }

  /** Throws away all that is there, waiting for writers that have an index; tells how many. */
  int sweep() {
    int swept = 0;
    while (taken() != offered()) {
      Object next = records.relaxedPoll();
      if (next == null) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      } else {
        released(next);
        swept++;
      }
    }
    return swept;
  }

  @SuppressWarnings("unchecked") // Only records and wrappers around them are offered.
  private T released(Object next) {
    if (next instanceof Heavy heavy) {
      extraPlaces.addAndGet(-heavy.extraPlaces);
      return (T) heavy.record;
    }
    return (T) next;
  }
}
