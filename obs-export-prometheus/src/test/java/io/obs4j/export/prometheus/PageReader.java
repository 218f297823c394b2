package io.obs4j.export.prometheus;

import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a page of text or OpenMetrics into a map that two pages can be compared by: samples by name
 * and sorted labels, with values and exemplars as numbers; types, units and help by name. Labels
 * without a value are left out, as Prometheus does.
 */
final class PageReader {

  private final Map<String, String> entries = new TreeMap<>();
  private String line = "";
  private int at;

  private PageReader() {}

  static Map<String, String> read(String page) {
    PageReader reader = new PageReader();
    for (String line : page.split("\n", -1)) {
      reader.line = line;
      reader.at = 0;
      if (line.startsWith("# ") && !line.equals("# EOF")) {
        reader.header();
      } else if (!line.isEmpty() && !line.equals("# EOF")) {
        reader.sample();
      }
    }
    return reader.entries;
  }

  private void header() {
    String[] words = line.split(" ", 4);
    put(words[1] + " " + words[2], words.length > 3 ? words[3] : "");
  }

  private void sample() {
    int nameEnd = Math.min(indexOf('{'), indexOf(' '));
    String name = line.substring(0, nameEnd);
    at = nameEnd;
    String labels = line.charAt(at) == '{' ? labels().toString() : "{}";
    expect(' ');
    String value = number();
    if (at < line.length()) {
      value += exemplar();
    }
    put(name + labels, value);
  }

  private String exemplar() {
    for (char c : " # ".toCharArray()) {
      expect(c);
    }
    Map<String, String> labels = labels();
    expect(' ');
    String value = number();
    expect(' ');
    return " # " + labels + " " + value + " " + number();
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    expect('{');
    while (line.charAt(at) != '}') {
      int equals = indexOf('=');
      String name = line.substring(at, equals);
      at = equals + 1;
      String value = quoted();
      if (name.equals("le") || name.equals("quantile")) {
        value = canonical(value);
      }
      if (!value.isEmpty() && labels.put(name, value) != null) {
        throw new IllegalArgumentException("label twice: " + line);
      }
      if (line.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return labels;
  }

  private String quoted() {
    expect('"');
    StringBuilder value = new StringBuilder();
    while (line.charAt(at) != '"') {
      char c = line.charAt(at++);
      if (c == '\\') {
        char escaped = line.charAt(at++);
        c = escaped == 'n' ? '\n' : escaped;
      }
      value.append(c);
    }
    at++;
    return value.toString();
  }

  private String number() {
    int end = indexOf(' ');
    String number = line.substring(at, end);
    at = end;
    return canonical(number);
  }

  private static String canonical(String number) {
    return Double.toString(Double.parseDouble(number.replace("Inf", "Infinity")));
  }

  private int indexOf(char c) {
    int index = line.indexOf(c, at);
    return index < 0 ? line.length() : index;
  }

  private void expect(char c) {
    if (line.charAt(at) != c) {
      throw new IllegalArgumentException("not " + c + " at " + at + ": " + line);
    }
    at++;
  }

  private void put(String key, String value) {
    if (entries.put(key, value) != null) {
      throw new IllegalArgumentException("twice: " + key);
    }
  }
}
