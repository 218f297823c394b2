package io.obs4j.core.internal.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lanes that have nothing to do. The one that became free last is taken first: no more connect
 * than are needed. Safe for use by any thread.
 *
 * @param <T> the kind of record
 */
final class FreeLanes<T> {

  /*
   * Guarded by this, and not by a lock of java.util.concurrent: such a lock allocates a node for who
   * waits. Where a lane becomes free nothing is allocated, so that no lack of memory loses it.
   */

  private final List<HttpLane<T>> lanes;

  /**
   * None yet.
   *
   * @param most how many there can be
   */
  FreeLanes(int most) {
    lanes = new ArrayList<>(most);
  }

  synchronized void add(HttpLane<T> lane) {
    lanes.add(lane);
    notify();
  }

  /** Null if all are busy. */
  synchronized @Nullable HttpLane<T> poll() {
    return lanes.isEmpty() ? null : removeLast();
  }

  /** Waits until there is one. */
  synchronized HttpLane<T> take() throws InterruptedException {
    while (lanes.isEmpty()) {
      wait();
    }
    return removeLast();
  }

  private HttpLane<T> removeLast() {
    return lanes.remove(lanes.size() - 1);
  }
}
