package io.obs4j.examples.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Who has been seen within the last minute: of ten thousand users at the most. */
final class ActiveUsers {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MOST_USERS = 10_000;

  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  ActiveUsers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void seen(String user) {
    if (lastSeen.size() < MOST_USERS || lastSeen.containsKey(user) || count() < MOST_USERS) {
      lastSeen.put(user, nanoTime.getAsLong());
    }
  }

  /** How many there are; those who are gone are forgotten. */
  long count() {
    long now = nanoTime.getAsLong();
    lastSeen.values().removeIf(seen -> now - seen > WINDOW_NANOS);
    return lastSeen.size();
  }
}
