package io.obs4j.core;

import java.util.Map;

/**
 * What became of a batch. Immutable.
 *
 * @param dropped how many of its records did not arrive and will not be sent again, by why, which
 *     is from a small fixed set such as {@code rejected} or {@code unreachable}: an attribute of
 *     the exported count
 * @param kept how many of its records did not arrive yet, and are kept beyond this process; no one
 *     waits for them any more
 */
public record ExportResult(Map<String, Integer> dropped, int kept) {

  private static final ExportResult DELIVERED = new ExportResult(Map.of(), 0);

  /**
   * Copies the map, and refuses what is no number of records.
   *
   * @param dropped how many of its records did not arrive and will not be sent again, by why
   * @param kept how many of its records did not arrive yet, and are kept beyond this process
   * @throws IllegalArgumentException if {@code kept} is negative, or one of the others not positive
   */
  public ExportResult {
    dropped = Map.copyOf(dropped);
    dropped.forEach(
        (reason, count) -> {
          if (count <= 0) {
            throw new IllegalArgumentException(
                "dropped " + count + " by reason of " + reason + " must be positive");
          }
        });
    if (kept < 0) {
      throw new IllegalArgumentException("kept " + kept + " must not be negative");
    }
  }

  /**
   * All records arrived.
   *
   * @return the result
   */
  public static ExportResult delivered() {
    return DELIVERED;
  }

  /**
   * Some or all records did not arrive, all for the same reason.
   *
   * @param count how many
   * @param reason why, from a small fixed set
   * @return the result, which is {@link #delivered()} if there are none
   * @throws IllegalArgumentException if the count is negative
   */
  public static ExportResult dropped(int count, String reason) {
    return count == 0 ? DELIVERED : new ExportResult(Map.of(reason, count), 0);
  }

  /**
   * Some or all records did not arrive yet, and are kept beyond this process.
   *
   * @param count how many
   * @return the result
   * @throws IllegalArgumentException if the count is negative
   */
  public static ExportResult kept(int count) {
    return new ExportResult(Map.of(), count);
  }

  /**
   * How many records were dropped, for whatever reason.
   *
   * @return the sum of {@link #dropped()}
   */
  public int droppedCount() {
    int sum = 0;
    for (int count : dropped.values()) {
      sum += count;
    }
    return sum;
  }

  /**
   * Whether all records arrived.
   *
   * @return false if some were dropped or are kept
   */
  public boolean isDelivered() {
    return dropped.isEmpty() && kept == 0;
  }
}
