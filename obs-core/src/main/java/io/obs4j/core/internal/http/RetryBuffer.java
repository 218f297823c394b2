package io.obs4j.core.internal.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait to be sent again, bounded in bytes. Where there is no room, the oldest go.
 * Safe for use by any thread.
 */
final class RetryBuffer {

  /*
   * Guarded by its own lock, under which nothing is encoded, sent or completed. What has failed least
   * is taken first, so that those that always fail hold up no others; of these the oldest. One that
   * comes back has the place that it had.
   */

  private final long limit;
  private final TreeMap<Long, Parcel> parcels = new TreeMap<>();
  private long bytes;
  private long last;
  private boolean closed;

  RetryBuffer(long limit) {
    this.limit = limit;
  }

  /** Keeps a parcel, and tells which have to go for it, perhaps the parcel itself. */
  synchronized List<Parcel> keep(Parcel parcel) {
    if (closed || parcel.size() > limit) {
      return List.of(parcel);
    }
    if (parcel.place == 0) {
      parcel.place = ++last;
    }
    parcels.put(parcel.place, parcel);
    bytes += parcel.size();
    List<Parcel> gone = new ArrayList<>(0);
    while (bytes > limit) {
      gone.add(remove(parcels.firstKey()));
    }
    return gone;
  }

  private Parcel remove(Long key) {
    Parcel parcel = Objects.requireNonNull(parcels.remove(key));
    bytes -= parcel.size();
    return parcel;
  }

  /** The one that has failed least, of those whose time has come or of all. */
  synchronized @Nullable Parcel take(long now, boolean any) {
    Parcel next = next(now, any);
    return next == null ? null : remove(next.place);
  }

  /** How often what {@link #take} would give has failed; the highest number if that is nothing. */
  synchronized int leastFailures(long now, boolean any) {
    Parcel next = next(now, any);
    return next == null ? Integer.MAX_VALUE : next.trials().failures();
  }

  private @Nullable Parcel next(long now, boolean any) {
    Parcel best = null;
    for (Parcel parcel : parcels.values()) {
      int failures = parcel.trials().failures();
      if ((best == null || failures < best.trials().failures())
          && (any || parcel.trials().waitNanos(now) <= 0)) {
        best = parcel;
        if (failures == 0) {
          break;
        }
      }
    }
    return best;
  }

  /** How long until the time of the first has come; null if there is none. */
  synchronized @Nullable Long waitNanos(long now) {
    Iterator<Parcel> each = parcels.values().iterator();
    if (!each.hasNext()) {
      return null;
    }
    long least = Long.MAX_VALUE;
    while (each.hasNext() && least > 0) {
      least = Math.min(least, each.next().trials().waitNanos(now));
    }
    return Math.max(0, least);
  }

  /** Lets all be sent at once. */
  synchronized void hurry() {
    parcels.replaceAll((place, parcel) -> parcel.with(parcel.trials().hurried()));
  }

  /** Gives all away. */
  synchronized List<Parcel> empty() {
    List<Parcel> all = List.copyOf(parcels.values());
    parcels.clear();
    bytes = 0;
    return all;
  }

  synchronized int size() {
    return parcels.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  long limit() {
    return limit;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Keeps no more, and gives all away. */
  synchronized List<Parcel> close() {
    closed = true;
    return empty();
  }
}
