package io.obs4j.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the metrics of a meter are called. The engine takes at most {@value #LONGEST} characters: of
 * a longer name the end gives way to a number that is made of the whole, so that two long names
 * stay two.
 *
 * @param name as the naming convention wants it
 * @param unit UCUM code, empty for none
 * @param word the unit as Micrometer spells it, empty for none
 * @param isTime whether it times, and so counts in nanoseconds
 */
record MeterName(String name, String unit, String word, boolean isTime) {

  /** How many characters the name of a metric has at most. */
  static final int LONGEST = 255;

  private static final String UNNAMED = "unnamed";
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
   * What the name of a metric of the meter has behind that of the meter. Where it tells something
   * more of the meter, the unit stands within it, as Prometheus knows it: {@code
   * my_timer_seconds_max}; so it has none of its own.
   *
   * @param suffix what the metric tells, empty for the meter itself
   */
  String ending(String suffix) {
    if (suffix.isEmpty()) {
      return "";
    }
    boolean told = word.isEmpty() || name.endsWith('.' + word) || name.endsWith('_' + word);
    return told ? '.' + suffix : '.' + word + '.' + suffix;
  }

  /** A name with its ending, as the engine takes it; an ending that leaves no room is cut, too. */
  static String within(String name, String ending) {
    if (ending.length() > LONGEST / 2) {
      return within(name + ending, "");
    }
    if (name.length() + ending.length() <= LONGEST) {
      return (name.isBlank() ? UNNAMED : name) + ending;
    }
    String end = '_' + HexFormat.of().toHexDigits(hash(name)) + ending;
    return name.substring(0, Math.min(name.length(), LONGEST - end.length())) + end;
  }

  /** The hash of Fowler, Noll and Vo, FNV-1a, over characters. */
  private static long hash(String whole) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < whole.length(); i++) {
      hash = (hash ^ whole.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
