package io.obs4j.core.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * A few objects that are costly to make and used for a moment, such as buffers. Who finds none
 * makes one: nobody waits, and no thread keeps anything, virtual threads least of all.
 *
 * @param <T> what is pooled; used by one thread at a time
 */
public final class StripedPool<T> {

  /*
   * Any thread takes what lies at the place of its own id, or beside it, by exchanging it for null,
   * and from then on it alone touches it; the exchange and the store that gave it back order the two
   * users. A thread that runs while its own object is out (a toString that logs, say) finds another
   * place, or makes a new object. What is given back to a place that has been filled meanwhile is
   * left to the collector, so there are never more objects at rest than places. Wait-free.
   */

  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  /** How many longs or references apart two places are, so that they share no line. */
  private static final int APART = 16;

  private static final int MOST_PLACES = 64;

  private final AtomicReferenceArray<T> places;
  private final Supplier<? extends T> maker;
  private final int shift;

  /**
   * An empty pool.
   *
   * @param maker of new objects; never null
   */
  public StripedPool(Supplier<? extends T> maker) {
    this.maker = maker;
    int processors = Runtime.getRuntime().availableProcessors();
    int count = Integer.highestOneBit(Math.min(MOST_PLACES, Math.max(2, 2 * processors)));
    this.places = new AtomicReferenceArray<>((count + 1) * APART);
    this.shift = Long.numberOfLeadingZeros(count) + 1;
  }

  /**
   * Takes an object out, or makes one.
   *
   * @return for the caller alone, until it is given back
   */
  public T take() {
    int place = place();
    T taken = places.getAndSet(place, null);
    if (taken == null) {
      taken = places.getAndSet(neighbour(place), null);
    }
    return taken == null ? maker.get() : taken;
  }

  /**
   * Gives an object back.
   *
   * @param object not touched by the caller any more
   */
  public void giveBack(T object) {
    int place = place();
    if (places.getPlain(place) != null) {
      place = neighbour(place);
    }
    places.setRelease(place, object);
  }

  @SuppressWarnings("deprecation") // threadId() is there from JDK 19 on
  private int place() {
    long id = Thread.currentThread().getId();
    return ((int) ((id * GOLDEN_RATIO) >>> shift) + 1) * APART;
  }

  private int neighbour(int place) {
    int next = place + APART;
    return next < places.length() ? next : APART;
  }
}
