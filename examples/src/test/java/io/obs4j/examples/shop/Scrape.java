package io.obs4j.examples.shop;

import io.obs4j.judges.Sample;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a service shows on its endpoint.
 *
 * @param page as it was sent
 * @param samples what is on it
 */
record Scrape(String page, List<Sample> samples) {

  /** The label of the status of an answer. */
  static final String STATUS = "http_response_status_code";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern LINE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{([^\\n]*)})? (\\S+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  static Scrape of(ShopProcess process) throws IOException, InterruptedException {
    String page = get(process, "/metrics", "text/plain");
    List<Sample> samples = new ArrayList<>();
    for (Matcher line = LINE.matcher(page); line.find(); ) {
      Map<String, String> labels = new HashMap<>(Map.of("__name__", line.group(1)));
      if (line.group(2) != null) {
        LABEL.matcher(line.group(2)).results().forEach(at -> labels.put(at.group(1), at.group(2)));
      }
      samples.add(new Sample(labels, number(line.group(3))));
    }
    return new Scrape(page, samples);
  }

  /** What is there at a path, in a format. */
  static String get(ShopProcess process, String path, String format)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(process.metrics.resolve(path)).header("Accept", format).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  /** The sum of the series of a name that have such labels. */
  long sum(String name, Map<String, String> labels) {
    return (long)
        samples.stream()
            .filter(each -> name.equals(each.labels().get("__name__")))
            .filter(each -> each.labels().entrySet().containsAll(labels.entrySet()))
            .mapToDouble(Sample::value)
            .sum();
  }

  /** The sums of the series of a name by the value of a label. */
  Map<String, Long> sums(String name, String label) {
    Map<String, Long> sums = new TreeMap<>();
    for (Sample each : samples) {
      if (name.equals(each.labels().get("__name__"))) {
        sums.merge(each.labels().getOrDefault(label, ""), (long) each.value(), Long::sum);
      }
    }
    return sums;
  }

  /** How many requests at a route were answered, by status. */
  Map<Integer, Long> answers(String route) {
    Map<Integer, Long> counts = new TreeMap<>();
    samples.stream()
        .filter(
            each ->
                "http_server_request_duration_seconds_count".equals(each.labels().get("__name__"))
                    && route.equals(each.labels().get("http_route")))
        .forEach(
            each ->
                counts.put(
                    Integer.valueOf(each.labels().getOrDefault(STATUS, "0")), (long) each.value()));
    return counts;
  }
}
