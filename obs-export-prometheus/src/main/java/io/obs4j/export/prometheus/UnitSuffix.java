package io.obs4j.export.prometheus;

import java.util.Map;

/**
 * Units of UCUM in the words that Prometheus puts at the end of a name.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">
 *     OpenTelemetry, Prometheus and OpenMetrics compatibility, Metric metadata</a>
 */
final class UnitSuffix {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("d", "days"),
          Map.entry("h", "hours"),
          Map.entry("min", "minutes"),
          Map.entry("s", "seconds"),
          Map.entry("ms", "milliseconds"),
          Map.entry("us", "microseconds"),
          Map.entry("ns", "nanoseconds"),
          Map.entry("By", "bytes"),
          Map.entry("KiBy", "kibibytes"),
          Map.entry("MiBy", "mebibytes"),
          Map.entry("GiBy", "gibibytes"),
          Map.entry("TiBy", "tibibytes"),
          Map.entry("KBy", "kilobytes"),
          Map.entry("kBy", "kilobytes"),
          Map.entry("MBy", "megabytes"),
          Map.entry("GBy", "gigabytes"),
          Map.entry("TBy", "terabytes"),
          Map.entry("m", "meters"),
          Map.entry("V", "volts"),
          Map.entry("A", "amperes"),
          Map.entry("J", "joules"),
          Map.entry("W", "watts"),
          Map.entry("g", "grams"),
          Map.entry("Cel", "celsius"),
          Map.entry("Hz", "hertz"),
          Map.entry("%", "percent"));

  private static final Map<String, String> PER =
      Map.of(
          "s", "second", "m", "minute", "min", "minute", "h", "hour", "d", "day", "w", "week", "mo",
          "month", "y", "year");

  private UnitSuffix() {}

  /**
   * The words for a unit.
   *
   * @param unit a UCUM code, perhaps with annotations in braces, which are dropped
   * @return plain characters only; empty for a unit without words, such as {@code 1}
   */
  static String of(String unit) {
    String bare = unit.replaceAll("\\{[^}]*}", "").strip();
    if (bare.isEmpty() || bare.equals("1")) {
      return "";
    }
    int slash = bare.indexOf('/');
    if (slash < 0) {
      return plain(WORDS.getOrDefault(bare, bare));
    }
    String amount = bare.substring(0, slash).strip();
    String rate = bare.substring(slash + 1).strip();
    String words = plain(amount.equals("1") ? "" : WORDS.getOrDefault(amount, amount));
    String per = plain(PER.getOrDefault(rate, rate));
    if (per.isEmpty()) {
      return words;
    }
    return words.isEmpty() ? "per_" + per : words + "_per_" + per;
  }

  private static String plain(String word) {
    return word.replaceAll("[^a-zA-Z0-9]+", "_").replaceAll("^_+|_+$", "");
  }
}
