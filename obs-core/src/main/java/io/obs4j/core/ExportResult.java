package io.obs4j.core;

import java.util.Objects;

/**
 * What became of a batch.
 *
 * @param dropped how many of its records did not arrive and will not be sent again
 * @param reason why, from a small fixed set such as {@code rejected} or {@code unreachable}: an
 *     attribute of the exported count; empty if all arrived
 * @param kept how many of its records did not arrive yet, and are kept beyond this process; no one
 *     waits for them any more
 */
public record ExportResult(int dropped, String reason, int kept) {

  private static final ExportResult DELIVERED = new ExportResult(0, "", 0);

  /**
   * Refuses negative numbers.
   *
   * @param dropped how many of its records did not arrive and will not be sent again
   * @param reason why; empty if all arrived
   * @param kept how many of its records did not arrive yet, and are kept beyond this process
   */
  public ExportResult {
    Objects.requireNonNull(reason, "reason");
    if (dropped < 0) {
      throw new IllegalArgumentException("dropped " + dropped + " must not be negative");
    }
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
   * Some or all records did not arrive.
   *
   * @param count how many
   * @param reason why, from a small fixed set
   * @return the result
   */
  public static ExportResult dropped(int count, String reason) {
    return new ExportResult(count, reason, 0);
  }

  /**
   * Whether all records arrived.
   *
   * @return false if some were dropped or are kept
   */
  public boolean isDelivered() {
    return dropped == 0 && kept == 0;
  }
}
