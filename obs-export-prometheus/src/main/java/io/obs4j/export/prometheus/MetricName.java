package io.obs4j.export.prometheus;

import io.obs4j.core.MetricFamily;
import io.obs4j.core.MetricKind;

/**
 * What a family is called on a page.
 *
 * @param sample the name of its samples, to which histograms and summaries add theirs
 * @param unit the last word of the name, empty if it tells none
 */
record MetricName(String sample, String unit) {

  static final String TOTAL = "_total";
  static final String INFO = "_info";

  /** With unit and {@code _total}, as the OpenTelemetry compatibility specification says. */
  static MetricName translated(MetricFamily family, Escaping escaping) {
    String name =
        escaping == Escaping.UNDERSCORES
            ? collapse(Escaping.UNDERSCORES.metric(family.name()))
            : family.name();
    String suffix = suffix(family.kind());
    String stem = strip(name, suffix);
    String unit = unit(family);
    if (!unit.isEmpty() && !stem.equals(unit) && !endsWithWord(stem, unit)) {
      stem = stem + '_' + unit;
    }
    return new MetricName(escaping.metric(stem + suffix), unit);
  }

  /** As the user wrote it, escaped where it must be. */
  static MetricName exact(MetricFamily family, Escaping escaping) {
    String unit = unit(family);
    return new MetricName(
        escaping.metric(family.name()), endsWithWord(family.name(), unit) ? unit : "");
  }

  /** The name without a suffix that it may have. */
  static String strip(String name, String suffix) {
    return name.length() > suffix.length() && name.endsWith(suffix)
        ? name.substring(0, name.length() - suffix.length())
        : name;
  }

  private static String suffix(MetricKind kind) {
    return switch (kind) {
      case COUNTER -> TOTAL;
      case INFO -> INFO;
      case UP_DOWN_COUNTER, GAUGE, HISTOGRAM, SUMMARY, STATE_SET -> "";
    };
  }

  private static String unit(MetricFamily family) {
    return switch (family.kind()) {
      case GAUGE -> family.unit().equals("1") ? "ratio" : UnitSuffix.of(family.unit());
      case COUNTER, UP_DOWN_COUNTER, HISTOGRAM, SUMMARY -> UnitSuffix.of(family.unit());
      case INFO, STATE_SET -> "";
    };
  }

  private static boolean endsWithWord(String name, String word) {
    int before = name.length() - word.length() - 1;
    return before >= 0 && name.endsWith(word) && "_.".indexOf(name.charAt(before)) >= 0;
  }

  private static String collapse(String name) {
    return name.contains("__") ? name.replaceAll("__+", "_") : name;
  }
}
