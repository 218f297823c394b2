package io.obs4j.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a page says: the value of each sample by its name and labels. The labels are sorted, those
 * of the scope are left out, and bounds are written alike, so that the pages of different libraries
 * compare.
 */
record Samples(SortedMap<String, Double> values) {

  private static final Pattern BOUND = Pattern.compile("le=\"([^\"]+)\"");

  Samples {
    values = Collections.unmodifiableSortedMap(values);
  }

  static Samples of(String sample, double value) {
    return new Samples(new TreeMap<>(Map.of(sample, value)));
  }

  /** The samples of a page in the text format. */
  static Samples parse(String page) {
    SortedMap<String, Double> values = new TreeMap<>();
    page.lines()
        .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
        .forEach(
            line -> {
              Line parsed = new Line(line);
              String sample = parsed.sample();
              if (values.put(sample, parsed.value()) != null) {
                throw new IllegalArgumentException("sample " + sample + " appears twice");
              }
            });
    return new Samples(values);
  }

  /** The samples whose names match, with their labels. */
  Samples only(String name) {
    Pattern pattern = Pattern.compile(name + "(\\{.*)?", Pattern.DOTALL);
    SortedMap<String, Double> chosen = new TreeMap<>(values);
    chosen.keySet().removeIf(sample -> !pattern.matcher(sample).matches());
    return new Samples(chosen);
  }

  /** The value of a sample that must be there. */
  double value(String sample) {
    return Objects.requireNonNull(values.get(sample), sample);
  }

  /** The bounds of the buckets. */
  List<Double> bounds() {
    return values.keySet().stream()
        .flatMap(sample -> BOUND.matcher(sample).results())
        .map(match -> Double.valueOf(match.group(1)))
        .sorted()
        .toList();
  }

  /** The name of a sample with labels, as in {@link #values}. */
  static String sample(String name, Map<String, String> labels) {
    return name
        + new TreeMap<>(labels)
            .entrySet().stream()
                .filter(label -> !label.getKey().startsWith("otel_scope_"))
                .map(label -> label.getKey() + "=\"" + canonical(label) + '"')
                .collect(Collectors.joining(",", "{", "}"));
  }

  private static String canonical(Map.Entry<String, String> label) {
    return label.getKey().equals("le") ? bound(label.getValue()) : label.getValue();
  }

  private static String bound(String text) {
    return Double.toString(number(text));
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** One line of the text format, read from left to right. */
  private static final class Line {
    private final String text;
    private int at;

    Line(String text) {
      this.text = text;
    }

    String sample() {
      String name = until('{', ' ');
      Map<String, String> labels = new TreeMap<>();
      if (text.charAt(at) == '{') {
        at++;
        while (text.charAt(at) != '}') {
          String label = until('=');
          at += 2;
          labels.put(label, quoted());
          if (text.charAt(at) == ',') {
            at++;
          }
        }
        at++;
      }
      return Samples.sample(name, labels);
    }

    double value() {
      at++;
      return number(until(' '));
    }

    private String until(char... ends) {
      int start = at;
      while (at < text.length() && new String(ends).indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private String quoted() {
      List<String> parts = new ArrayList<>();
      while (text.charAt(at) != '"') {
        if (text.charAt(at) == '\\') {
          at++;
          parts.add(text.charAt(at) == 'n' ? "\n" : text.substring(at, at + 1));
          at++;
        } else {
          parts.add(until('"', '\\'));
        }
      }
      at++;
      return String.join("", parts);
    }
  }
}
