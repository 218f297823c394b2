package io.obs4j.micrometer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A page of the Prometheus text format, taken apart: of each family its type and help, and its
 * samples by name and labels, sorted. Labels without a value are left out, as Prometheus does.
 */
final class ExposedPage {

  private static final String TYPE = "# TYPE ";
  private static final String HELP = "# HELP ";

  /** What a gauge histogram has where a histogram has none. */
  private static final String GAUGE_COUNT = "_gcount";

  private final Map<String, String> types = new TreeMap<>();
  private final Map<String, String> helps = new TreeMap<>();
  private final Map<String, Double> samples = new TreeMap<>();

  ExposedPage(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(TYPE)) {
        declare(types, line.substring(TYPE.length()));
      } else if (line.startsWith(HELP)) {
        declare(helps, line.substring(HELP.length()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        sample(line);
      }
    }
    for (String name : List.copyOf(types.keySet())) {
      if (name.endsWith(GAUGE_COUNT)) {
        ofGaugeHistogram(name.substring(0, name.length() - GAUGE_COUNT.length()));
      }
    }
    helps.values().removeIf(String::isBlank);
  }

  /** The text format has no type for it: its buckets are said to be a histogram's, or gauges. */
  private void ofGaugeHistogram(String name) {
    String buckets = name + "_bucket";
    if (types.remove(name, "histogram")) {
      types.put(buckets, "gauge");
      helps.put(buckets, helps.getOrDefault(name, ""));
      helps.remove(name);
    }
  }

  private static void declare(Map<String, String> facts, String line) {
    int space = line.indexOf(' ');
    String before = facts.put(line.substring(0, space), line.substring(space + 1));
    if (before != null) {
      throw new AssertionError("declared twice: " + line);
    }
  }

  private void sample(String line) {
    int space = line.lastIndexOf(' ');
    if (samples.put(series(line.substring(0, space)), number(line.substring(space + 1))) != null) {
      throw new AssertionError("shown twice: " + line);
    }
  }

  /** Values here hold neither commas nor braces nor quotes. */
  private static String series(String text) {
    int brace = text.indexOf('{');
    if (brace < 0) {
      return text + "[]";
    }
    List<String> labels = new ArrayList<>();
    for (String label : text.substring(brace + 1, text.length() - 1).split(",", -1)) {
      int equals = label.indexOf('=');
      String name = label.substring(0, equals);
      String value = label.substring(equals + 2, label.length() - 1);
      if (!value.isEmpty()) {
        boolean bound = name.equals("le") || name.equals("quantile");
        labels.add(name + '=' + (bound ? Double.toString(number(value)) : value));
      }
    }
    labels.sort(null);
    return text.substring(0, brace) + labels;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** The types by family, without those of our own metrics. */
  Map<String, String> types() {
    return without(types);
  }

  /** The help by family, where there is some. */
  Map<String, String> helps() {
    return without(helps);
  }

  /** The samples; those of quantiles with 0, as only that they are there is comparable. */
  Map<String, Double> samples() {
    Map<String, Double> comparable = without(samples);
    comparable.replaceAll(
        (series, value) -> series.contains("quantile=") ? Double.valueOf(0) : value);
    return comparable;
  }

  private static <T> Map<String, T> without(Map<String, T> all) {
    Map<String, T> others = new TreeMap<>(all);
    others.keySet().removeIf(name -> name.startsWith("obs_"));
    return others;
  }
}
