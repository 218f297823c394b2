package io.obs4j.logging.sink;

/** Why lines were lost. */
enum LossReason {
  FAILED("failed"),
  QUEUE_FULL("queue_full"),
  TOO_LARGE("too_large"),
  ABANDONED("abandoned"),
  CLOSED("closed");

  /** The attribute of the exported count. */
  final String reason;

  LossReason(String reason) {
    this.reason = reason;
  }
}
