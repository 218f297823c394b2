package io.obs4j.core.internal.http;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait to be sent again, bounded in bytes. Where there is no room, the oldest go.
 * Safe for use by any thread.
 */
final class RetryBuffer {

  /*
   * Guarded by its own lock, under which nothing is encoded, sent or completed. Parcels are taken in
   * turn, from where the last was taken, so that one that fails each time does not hold up the others;
   * one that comes back has the place that it had.
   */

  private final long limit;
  private final TreeMap<Long, Parcel> parcels = new TreeMap<>();
  private long bytes;
  private long last;
  private long cursor;
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

  /** The next one whose time has come, or any. */
  synchronized @Nullable Parcel take(long now, boolean any) {
    Long key = next(parcels.tailMap(cursor, false), now, any);
    if (key == null) {
      key = next(parcels, now, any);
    }
    if (key == null) {
      return null;
    }
    cursor = key;
    return remove(key);
  }

  private static @Nullable Long next(Map<Long, Parcel> from, long now, boolean any) {
    for (Map.Entry<Long, Parcel> each : from.entrySet()) {
      if (any || each.getValue().waitNanos(now) <= 0) {
        return each.getKey();
      }
    }
    return null;
  }

  /** How long until the time of the first has come; null if there is none. */
  synchronized @Nullable Long waitNanos(long now) {
    Iterator<Parcel> each = parcels.values().iterator();
    if (!each.hasNext()) {
      return null;
    }
    long least = Long.MAX_VALUE;
    while (each.hasNext() && least > 0) {
      least = Math.min(least, each.next().waitNanos(now));
    }
    return Math.max(0, least);
  }

  /** Lets all be sent at once. */
  synchronized void hurry() {
    parcels.replaceAll((place, parcel) -> parcel.hurried());
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
