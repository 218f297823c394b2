package io.obs4j.metrics;

/** Why something that the user recorded was not accepted. */
enum Refusal {
  NEGATIVE("negative", "a counter only grows; use an up-down counter or a gauge"),
  NOT_FINITE("not_finite", "NaN and infinities would spoil the sum for ever"),
  REMOVED("removed", "the series was removed; look the instrument up again"),
  LIMIT(
      "limit",
      "the family is at its limit of series, further ones share the overflow series;"
          + " raise limit(n) or use labels with fewer values"),
  LABELS("labels", "the number of label values differs from the declared labels"),
  TOO_LARGE("too_large", "the value is above the range, whose end is recorded; raise range(..)"),
  OUTSIDE_CALLBACK("outside_callback", "an observer is valid only within the callback it is for"),
  UNIT("unit", "elapsed time was recorded on a metric whose unit is not one of time"),
  STATE("state", "the state was not declared");

  final String reason;
  final String remedy;

  Refusal(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }
}
