package io.obs4j.metrics;

/** Why something that the user recorded was not accepted. */
enum Refusal {
  NEGATIVE("negative", "a counter only grows; use an up-down counter or a gauge"),
  NOT_FINITE(
      "not_finite", "NaN and infinities would spoil the sum for ever; check the value first"),
  REMOVED("removed", "the series was removed; look the instrument up again"),
  LIMIT(
      "limit",
      "the family is at its limit of series, further ones share the overflow series;"
          + " raise limit(n) or use labels with fewer values"),
  LABELS("labels", "the label values do not fit; pass one for each declared label, in their order"),
  ATTRIBUTES(
      "attributes",
      "the attributes threw when they were read, so the recording went to the overflow series;"
          + " use those that Attributes.builder() makes"),
  TOO_LARGE("too_large", "the value is above the range, whose end is recorded; raise range(..)"),
  OUTSIDE_CALLBACK("outside_callback", "an observer is valid only within the callback it is for"),
  UNIT("unit", "elapsed time needs a unit of time; declare unit(\"s\")"),
  STATE("state", "the state was not declared; declare it or correct its name");

  final String reason;
  final String remedy;

  Refusal(String reason, String remedy) {
    this.reason = reason;
    this.remedy = remedy;
  }
}
