package io.obs4j.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.Map;

/**
 * What the metrics of a meter are called.
 *
 * @param name as the naming convention wants it
 * @param unit UCUM code, empty for none
 * @param word the unit as Micrometer spells it, empty for none
 * @param isTime whether it times, and so counts in nanoseconds
 */
record MeterName(String name, String unit, String word, boolean isTime) {

  private static final String SECONDS = "seconds";

  /** UCUM has codes for these; any other base unit is taken as it is. */
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry(SECONDS, "s"),
          Map.entry("milliseconds", "ms"),
          Map.entry("microseconds", "us"),
          Map.entry("nanoseconds", "ns"),
          Map.entry("minutes", "min"),
          Map.entry("hours", "h"),
          Map.entry("days", "d"),
          Map.entry("bytes", "By"),
          Map.entry("kibibytes", "KiBy"),
          Map.entry("mebibytes", "MiBy"),
          Map.entry("gibibytes", "GiBy"),
          Map.entry("kilobytes", "kBy"),
          Map.entry("megabytes", "MBy"),
          Map.entry("gigabytes", "GBy"),
          Map.entry("celsius", "Cel"),
          Map.entry("hertz", "Hz"),
          Map.entry("percent", "%"));

  static MeterName of(Meter.Id id, NamingConvention convention) {
    String word = unitWord(id);
    return new MeterName(
        id.getConventionName(convention),
        CODES.getOrDefault(word, word),
        word,
        id.getType() == Meter.Type.TIMER);
  }

  private static String unitWord(Meter.Id id) {
    return switch (id.getType()) {
      case TIMER, LONG_TASK_TIMER -> SECONDS;
      case COUNTER, GAUGE, DISTRIBUTION_SUMMARY -> id.getBaseUnit() == null ? "" : id.getBaseUnit();
      case OTHER -> "";
    };
  }

  /**
   * The name of a metric that tells something more of the meter. The unit stands within it, as
   * Prometheus knows it: {@code my_timer_seconds_max}; so it has none of its own.
   */
  String beside(String suffix) {
    boolean told = word.isEmpty() || name.endsWith('.' + word) || name.endsWith('_' + word);
    return (told ? name : name + '.' + word) + '.' + suffix;
  }
}
