package io.obs4j.export.otlp;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What one destination has acknowledged of the series of a family, by their index. Used by one
 * thread at a time.
 */
abstract class Baselines {
  /*
   * A reading is pending from the moment at which it is written until the next collection begins.
   * Then it is known whether its request was acknowledged: if so, it is what is subtracted from now
   * on; if not, it is forgotten, and its increments are part of the next difference.
   */

  /** Nothing is pending. */
  private static final int NONE = -1;

  /** A reading that brings nothing new is in no request, and needs no acknowledgement. */
  static final int UNCHANGED = -2;

  private int[] requests = {};
  private long[] since = {};
  private int used;

  /** Begins a series, of which nothing is acknowledged. */
  final void begin(int index, long startEpochNanos) {
    if (index >= requests.length) {
      int length = Math.max(index + 1, requests.length * 2);
      grow(length);
      since = Arrays.copyOf(since, length);
      int[] longer = Arrays.copyOf(requests, length);
      Arrays.fill(longer, requests.length, length, NONE);
      requests = longer; // the last to grow, in case there is no memory for it
    }
    used = Math.max(used, index + 1);
    requests[index] = NONE;
    since[index] = startEpochNanos;
    reset(index);
  }

  /** When the reading was taken that is subtracted. */
  final long since(int index) {
    return since[index];
  }

  /** Tells which request holds the pending reading, or that it is {@link #UNCHANGED}. */
  final void sent(int index, int request) {
    requests[index] = request;
  }

  /** Takes over what was acknowledged of the readings of a collection, and forgets the others. */
  final void settle(BitSet acknowledged, long epochNanos) {
    for (int i = 0; i < used; i++) {
      int request = requests[i];
      if (request == UNCHANGED || (request >= 0 && acknowledged.get(request))) {
        since[i] = Math.max(since[i], epochNanos); // One that was made during the walk is younger.
      }
      if (request >= 0 && acknowledged.get(request)) {
        advance(i);
      }
      requests[i] = NONE;
    }
  }

  /** Called again if there was no memory for it. */
  abstract void grow(int length);

  abstract void reset(int index);

  /** The pending reading is the one that is subtracted from now on. */
  abstract void advance(int index);
}
