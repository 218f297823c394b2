package io.obs4j.consumer.quarkus;

import io.obs4j.Obs;
import io.obs4j.core.LogRecord;
import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Asks the running application for everything, and looks at what was recorded. */
@QuarkusMain
public class Main implements QuarkusApplication {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  /** The requests, and the spans of each below that of the server. */
  private static final List<String> PATHS = List.of("worker", "loop", "managed");

  private static final int SPANS = 7;

  private final HttpClient client = HttpClient.newHttpClient();

  @Inject Obs obs;
  @Inject InMemoryExporter kept;
  @Inject PrometheusEndpoint endpoint;

  public static void main(String[] arguments) {
    Quarkus.run(Main.class, arguments);
  }

  @Override
  public int run(String... arguments) throws Exception {
    String port = ConfigProvider.getConfig().getValue("quarkus.http.port", String.class);
    for (String path : PATHS) {
      String body = get("http://127.0.0.1:" + port + "/orders/" + path);
      check(body.startsWith(TRACE), path + " is in the caller's trace: " + body);
    }
    List<SpanRecord> spans = kept.awaitSpans(SPANS, PATIENCE);
    check(spans.size() == SPANS, "there are so many spans: " + spans);
    for (SpanRecord span : spans) {
      check(span.traceIdHex().equals(TRACE), "one trace: " + span);
      boolean server = span.name().equals("GET");
      boolean child =
          spans.stream().anyMatch(other -> other.spanIdHex().equals(span.parentSpanIdHex()));
      check(server != child, "work is done below the requests: " + span);
    }
    for (String text : List.of("through JBoss Logging", "through SLF4J")) {
      LogRecord line =
          kept.awaitLogs(1, PATIENCE).stream()
              .filter(each -> each.body() != null && text.equals(each.body().asString()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no line " + text));
      check(TRACE.equals(line.traceIdHex()), "the line has its trace: " + line);
    }
    String page = get("http://127.0.0.1:" + endpoint.port() + "/metrics");
    check(page.contains("orders_total{country=\"de\"} 1"), "the counter is there:\n" + page);
    check(page.contains("http_server_requests_seconds"), "requests are measured:\n" + page);
    System.out.println("consumer: Quarkus is observed");
    return 0;
  }

  private String get(String uri) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
            .build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected: " + what);
    }
  }
}
