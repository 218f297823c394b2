package io.obs4j.core;

/** Why a record was not delivered, where that is for the batcher itself to tell. */
enum DropReason {
  CLOSED("closed", "they came after the close"),
  QUEUE_FULL(
      "queue_full",
      "the queue is full. Look at what slows the destination down, or allow more records to wait"),
  QUEUE_BYTES(
      "queue_bytes",
      "those that wait are too heavy. Look at what slows the destination down, or at what the"
          + " records hold, or raise queueBytes"),
  TOO_LARGE(
      "too_large",
      "one is heavier than all that may wait. Look at what it holds, or raise queueBytes"),
  UNREADABLE("unreadable", "one threw when it was read. Mend what made it"),
  FAILED("failed", "the exporter failed. Look at the destination, and at what it threw"),
  TIMEOUT(
      "timeout",
      "an export took longer than the export timeout. Look at the destination, or raise the"
          + " timeout"),
  ABANDONED(
      "abandoned",
      "the close had no time left for them. Allow it more, or look at what slows the destination"
          + " down");

  /** The attribute of the exported count. */
  final String reason;

  /** What is wrong and what to do, to follow a colon. */
  final String remedy;

  DropReason(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }

  /** Whether it is the queue that did not take the record in. */
  boolean isRefusal() {
    return compareTo(FAILED) < 0 && this != CLOSED;
  }
}
