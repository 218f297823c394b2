import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares what Collector, Jaeger and Prometheus have of a run of the shop with what its load
 * generator was answered and what its services logged: {@code java Check.java RUN LOGS}.
 */
final class Check {

  private static final String GATEWAY = "gateway";
  private static final Set<String> SERVICES = Set.of(GATEWAY, "inventory", "payment", "shipping");
  private static final int SPANS_OF_A_COMPLETED_ORDER = 12;
  private static final long PATIENCE_SECONDS = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path run;
  private final Path logs;
  private final Map<Integer, Long> answers = new TreeMap<>();
  private long sent;
  private boolean wrong;

  private Check(Path run, Path logs) {
    this.run = run;
    this.logs = logs;
  }

  public static void main(String[] arguments) throws Exception {
    Check check = new Check(Path.of(arguments[0]), Path.of(arguments[1]));
    check.readAnswers();
    check.traces();
    check.sums();
    check.histograms();
    check.logs();
    System.exit(check.wrong ? 1 : 0);
  }

  private void is(String what, Object expected, Object actual) {
    boolean same = expected.equals(actual);
    wrong |= !same;
    System.out.println((same ? "  ok     " : "  WRONG  ") + what + ": " + actual);
    if (!same) {
      System.out.println("         expected: " + expected);
    }
  }

  private void readAnswers() throws IOException {
    String said = Files.readString(run.resolve("shop.log"));
    Matcher all = Pattern.compile("orders sent (\\d+)").matcher(said);
    if (!all.find()) {
      throw new IOException("The shop has not told of its orders: " + said);
    }
    sent = Long.parseLong(all.group(1));
    for (Matcher of = Pattern.compile("answered with (\\d+): (\\d+)").matcher(said); of.find(); ) {
      answers.put(Integer.valueOf(of.group(1)), Long.valueOf(of.group(2)));
    }
  }

  // What the HTTP APIs say.

  private Object ask(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    try (JsonParser json =
        new JsonFactory().createParser(client.send(request, BodyHandlers.ofString()).body())) {
      json.nextToken();
      return value(json);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.START_OBJECT) {
      Map<String, Object> object = new HashMap<>();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        object.put(name, value(json));
      }
      return object;
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        array.add(value(json));
      }
      return array;
    }
    return json.getText();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> array(Object value) {
    return value == null || value instanceof String ? List.of() : (List<Object>) value;
  }

  // Traces

  private void traces() throws Exception {
    System.out.println("Traces, of which Jaeger says:");
    String url = "http://127.0.0.1:16686/api/traces?service=gateway&limit=10000&lookback=1h";
    List<Object> traces = array(object(ask(url)).get("data"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (traces.size() < sent && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      traces = array(object(ask(url)).get("data"));
    }
    long spans = 0;
    long whole = 0;
    long complete = 0;
    Set<String> services = new TreeSet<>();
    for (Object each : traces) {
      Map<String, Object> trace = object(each);
      List<Object> ofTrace = array(trace.get("spans"));
      spans += ofTrace.size();
      whole += isWhole(ofTrace) ? 1 : 0;
      complete += isComplete(ofTrace) ? 1 : 0;
      object(trace.get("processes"))
          .values()
          .forEach(process -> services.add((String) object(process).get("serviceName")));
    }
    is("traces, one for each order", sent, (long) traces.size());
    is("of these with one root and no parent missing", sent, whole);
    is(
        "with twelve spans and no error, one for each order that was completed",
        answers.getOrDefault(200, 0L),
        complete);
    is("services", new TreeSet<>(SERVICES), services);
    is("spans, as many as the Collector took in", received(), spans);
  }

  private static boolean isWhole(List<Object> spans) {
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add((String) object(span).get("spanID")));
    long roots = 0;
    for (Object span : spans) {
      List<Object> references = array(object(span).get("references"));
      if (references.isEmpty()) {
        roots++;
      } else if (!ids.contains((String) object(references.get(0)).get("spanID"))) {
        return false;
      }
    }
    return roots == 1 && ids.size() == spans.size();
  }

  /** Whether it is that of a completed order; of others some spans have an error. */
  private static boolean isComplete(List<Object> spans) {
    return spans.size() == SPANS_OF_A_COMPLETED_ORDER
        && spans.stream()
            .flatMap(span -> array(object(span).get("tags")).stream())
            .noneMatch(tag -> object(tag).get("key").equals("error"));
  }

  private long received() throws IOException {
    long spans = 0;
    for (byte[] request : requests("traces")) {
      spans +=
          ExportTraceServiceRequest.parseFrom(request).getResourceSpansList().stream()
              .flatMap(resource -> resource.getScopeSpansList().stream())
              .mapToLong(scope -> scope.getSpansCount())
              .sum();
    }
    return spans;
  }

  // Metrics

  /** What Prometheus has of what the gateway sent over OTLP, which it calls its job. */
  private double query(String promql) throws Exception {
    String url = "http://127.0.0.1:9090/api/v1/query?query=" + URLEncoder.encode(promql, UTF_8);
    List<Object> result = array(object(object(ask(url)).get("data")).get("result"));
    return result.size() == 1
        ? Double.parseDouble((String) array(object(result.get(0)).get("value")).get(1))
        : Double.NaN;
  }

  private void sums() throws Exception {
    System.out.println("Sums, of which Prometheus says:");
    Map<Integer, Long> counted = new TreeMap<>();
    for (Integer status : answers.keySet()) {
      String series = "order_take_calls_total{job=\"gateway\",status=\"%d\"}";
      counted.put(status, (long) query("last_over_time(" + series.formatted(status) + "[10m])"));
    }
    is("orders by the status of their answer", answers, counted);
  }

  private void histograms() throws Exception {
    System.out.println("Exponential histograms, of which Prometheus says, as native ones:");
    String series = "last_over_time(order_amount{job=\"gateway\"}[10m])";
    ExponentialHistogramDataPoint point = lastPoint("order.amount");
    long completed = answers.getOrDefault(200, 0L);
    is(
        "count of the amounts of completed orders",
        (double) completed,
        query("histogram_count(" + series + ")"));
    is(
        "their sum, in euros, as it was sent",
        point.getSum(),
        query("histogram_sum(" + series + ")"));
    for (double upper : new double[] {16, 64, 256}) {
      double share = query("histogram_fraction(0, " + upper + ", " + series + ")");
      is(
          "orders of up to " + upper + " euros, as it was sent",
          atMost(point, upper),
          Math.round(share * completed));
    }
  }

  private static long atMost(ExponentialHistogramDataPoint point, double upper) {
    long count = point.getZeroCount();
    int first = point.getPositive().getOffset();
    double base = Math.pow(2, Math.pow(2, -point.getScale()));
    for (int i = 0; i < point.getPositive().getBucketCountsCount(); i++) {
      if (Math.pow(base, first + i + 1) <= upper * (1 + 1e-9)) {
        count += point.getPositive().getBucketCounts(i);
      }
    }
    return count;
  }

  private ExponentialHistogramDataPoint lastPoint(String name) throws IOException {
    ExponentialHistogramDataPoint last = ExponentialHistogramDataPoint.getDefaultInstance();
    for (byte[] request : requests("metrics")) {
      for (var resource : ExportMetricsServiceRequest.parseFrom(request).getResourceMetricsList()) {
        if (!service(resource.getResource().getAttributesList()).equals(GATEWAY)) {
          continue;
        }
        for (var scope : resource.getScopeMetricsList()) {
          for (Metric metric : scope.getMetricsList()) {
            if (metric.getName().equals(name)) {
              last = metric.getExponentialHistogram().getDataPoints(0);
            }
          }
        }
      }
    }
    return last;
  }

  // Logs

  private void logs() throws IOException {
    System.out.println(
        "Log records with a trace, which the Collector kept, as many as there are lines:");
    Map<String, Long> kept = new TreeMap<>();
    for (byte[] request : requests("logs")) {
      for (var resource : ExportLogsServiceRequest.parseFrom(request).getResourceLogsList()) {
        long traced =
            resource.getScopeLogsList().stream()
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .filter(Check::hasTrace)
                .count();
        kept.merge(service(resource.getResource().getAttributesList()), traced, Long::sum);
      }
    }
    for (String service : new TreeSet<>(SERVICES)) {
      is(service, lines(service), kept.getOrDefault(service, 0L));
    }
  }

  /** Those of its log, and of its audit if it has one. */
  private long lines(String service) throws IOException {
    long lines = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, service + "{,-audit}.log")) {
      for (Path file : files) {
        try (Stream<String> all = Files.lines(file)) {
          lines += all.filter(line -> line.contains("\"trace.id\":")).count();
        }
      }
    }
    return lines;
  }

  private static boolean hasTrace(LogRecord record) {
    return !record.getTraceId().isEmpty();
  }

  private static String service(List<KeyValue> attributes) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(attribute -> attribute.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  /** The requests that the Collector kept, each behind its length. */
  private List<byte[]> requests(String signal) throws IOException {
    List<byte[]> requests = new ArrayList<>();
    Path file = run.resolve(signal);
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      for (long left = Files.size(file); left > 0; ) {
        byte[] request = in.readNBytes(in.readInt());
        requests.add(request);
        left -= Integer.BYTES + request.length;
      }
    }
    return requests;
  }
}
