package io.obs4j.judges;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server answers that speaks PromQL over the HTTP API of Prometheus. */
final class Promql {

  private static final String TEXT = "\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"";
  private static final Pattern LABEL = Pattern.compile(TEXT + ':' + TEXT);
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(\\p{XDigit}{4})|([\"\\\\/]))");
  private static final Pattern SAMPLE =
      Pattern.compile("\"metric\":\\{((?:" + TEXT + "[:,]?+)*+)},\"value\":\\[[^,]+,\"([^\"]*)\"]");

  private final ServerProcess server;
  private final String settings;

  /**
   * How to ask a server.
   *
   * @param server that runs
   * @param settings added to each query, such as {@code &nocache=1}; may be empty
   */
  Promql(ServerProcess server, String settings) {
    this.server = server;
    this.settings = settings;
  }

  List<Sample> samples(String promql) {
    HttpResponse<String> response =
        server.get("/api/v1/query?query=" + URLEncoder.encode(promql, UTF_8) + settings);
    if (response.statusCode() != 200) {
      throw new IllegalArgumentException(promql + ": " + response.body());
    }
    List<Sample> samples = new ArrayList<>();
    for (Matcher found = SAMPLE.matcher(response.body()); found.find(); ) {
      samples.add(new Sample(labels(found.group(1)), value(found.group(3))));
    }
    return samples;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    for (Matcher found = LABEL.matcher(text); found.find(); ) {
      labels.put(unescaped(found.group(1)), unescaped(found.group(2)));
    }
    return labels;
  }

  /** A text of JSON, in which control characters stay as they are told. */
  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape -> {
              String code = escape.group(1);
              return Matcher.quoteReplacement(
                  code == null
                      ? escape.group(2)
                      : Character.toString((char) Integer.parseInt(code, 16)));
            });
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  OptionalDouble query(String promql) {
    List<Sample> samples = samples(promql);
    if (samples.size() > 1) {
      throw new IllegalArgumentException(promql + " yields several series: " + samples);
    }
    return samples.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(samples.get(0).value());
  }

  double await(String promql, DoublePredicate expected) {
    long deadline = server.deadline();
    OptionalDouble last = query(promql);
    while (last.isEmpty() || !expected.test(last.getAsDouble())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            promql + " is " + last + "; the targets are " + server.get("/api/v1/targets").body());
      }
      ServerProcess.pause();
      last = query(promql);
    }
    return last.getAsDouble();
  }
}
