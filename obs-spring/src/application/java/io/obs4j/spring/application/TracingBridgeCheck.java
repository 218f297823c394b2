package io.obs4j.spring.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.SpanRecord;
import io.obs4j.core.export.InMemoryExporter;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * The application beside Micrometer Tracing and its bridge to OpenTelemetry, which the build puts
 * onto a class path of its own: they make the spans, and nothing is there twice.
 */
class TracingBridgeCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String BRIDGE = "io.micrometer.tracing.otel.bridge.OtelTracer";

  private static String get(HttpClient client, ConfigurableApplicationContext context, String path)
      throws Exception {
    String port = context.getEnvironment().getProperty("local.server.port");
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("traceparent", "00-00000000000000030000000000000004-00000000000000ff-01")
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Of the caller's trace; a server span ends after its answer. */
  private static List<SpanRecord> spans(InMemoryExporter exporter, int count)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<SpanRecord> spans;
    do {
      TimeUnit.MILLISECONDS.sleep(5);
      spans = exporter.spans().stream().filter(span -> span.traceIdLow() == 4).toList();
    } while (spans.size() < count && System.nanoTime() < deadline);
    return spans;
  }

  /**
   * That of this class, where the bridge is on its class path; else one that has the bridge too,
   * which is enough for a Spring Boot whose own part in it is no part of what is there anyway.
   */
  private static ClassLoader loader() throws IOException {
    ClassLoader own = TracingBridgeCheck.class.getClassLoader();
    if (ClassUtils.isPresent(BRIDGE, own)) {
      return own;
    }
    try (Stream<Path> jars = Files.list(Path.of("target", "bridge"))) {
      List<URL> urls = new ArrayList<>();
      for (Path jar : jars.toList()) {
        urls.add(jar.toUri().toURL());
      }
      return new URLClassLoader(urls.toArray(URL[]::new), own);
    }
  }

  @Test
  void request_besideABridge_hasOneServerSpanAndOneDuration() throws Exception {
    Context.current(); // Before the bridge, which would wrap it for all that runs here later.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader());
    try {
      observe();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void observe() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            Application.class,
            "--spring.main.banner-mode=off",
            "--server.port=0",
            "--management.endpoints.web.exposure.include=prometheus",
            "--management.tracing.sampling.probability=1",
            "--logging.level.root=warn")) {
      assertThat(context.getBean("micrometerOtelTracer"))
          .isInstanceOf(Class.forName(BRIDGE, false, context.getClassLoader()));
      assertThat(context.containsBean("obsObservationHandler")).isFalse();
      assertThat(context.containsBean("obsServletFilterRegistration")).isFalse();
      InMemoryExporter exporter = context.getBean(InMemoryExporter.class);

      assertThat(get(client, context, "/relayed/de")).isEqualTo("created for de");

      List<SpanRecord> spans = spans(exporter, 4);
      assertThat(spans)
          .extracting(SpanRecord::kind)
          .containsExactlyInAnyOrder(
              SpanKind.SERVER, SpanKind.CLIENT, SpanKind.SERVER, SpanKind.INTERNAL);
      assertThat(get(client, context, "/actuator/prometheus").lines())
          .filteredOn(line -> line.startsWith("http_server_request"))
          .filteredOn(
              line -> line.contains("_seconds_count{") && line.contains("/orders/{country}"))
          .singleElement()
          .satisfies(line -> assertThat(line).endsWith(" 1"));
    }
  }
}
