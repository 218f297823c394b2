package io.obs4j.export.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Environment;
import io.obs4j.core.Exporter;
import io.obs4j.core.ExporterProvider;
import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.judges.ScriptedServer;
import io.opentelemetry.api.trace.TraceFlags;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import zipkin2.Span;
import zipkin2.codec.SpanBytesDecoder;

/** From a span that ended to the server, and how the exporter lives. */
@Timeout(60)
class ZipkinExporterTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final ZipkinSignals signals = new ZipkinSignals("shop");

  private static List<Span> received(ScriptedServer server) {
    return server.requests.stream()
        .flatMap(request -> SpanBytesDecoder.JSON_V2.decodeList(request.body()).stream())
        .toList();
  }

  @Test
  void flush_sampledSpans_arrive() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        ZipkinExporter exporter = ZipkinExporter.to(server.url())) {
      exporter.start(signals);
      for (int i = 1; i <= 1_000; i++) {
        FinishedSpan span = FinishedSpan.numbered(i);
        span.flags = i % 10 == 0 ? TraceFlags.getDefault() : TraceFlags.getSampled();
        signals.end(span);
      }

      assertThat(exporter.flush(LIMIT)).isTrue();

      assertThat(received(server)).hasSize(900).extracting(Span::id).doesNotHaveDuplicates();
      assertThat(received(server)).noneMatch(span -> Long.parseLong(span.id(), 16) % 10 == 0);
      assertThat(received(server)).extracting(Span::localServiceName).containsOnly("shop");
      assertThat(server.requests.get(0).headers())
          .containsEntry("content-type", "application/json");
      assertThat(signals.exported()).isEqualTo(900);
    }
  }

  @Test
  void flush_rejected_tellsTheTruthAndCounts() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.answer(400, "bad"));
        ZipkinExporter exporter = ZipkinExporter.to(server.url())) {
      exporter.start(signals);
      signals.end(FinishedSpan.numbered(1));

      assertThat(exporter.flush(LIMIT)).isFalse();

      assertThat(signals.dropped("rejected")).isEqualTo(1);
      assertThat(signals.log.at(Level.WARNING))
          .anyMatch(line -> line.startsWith(server.url() + " answered 400 (bad)."));
    }
  }

  @Test
  void close_sendsWhatIsLeft_andEndsTheSubscriptionAndAllThreads() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      ZipkinExporter exporter =
          ZipkinExporter.builder()
              .endpoint(server.url())
              .batches(BatchSettings.builder().delay(Duration.ofHours(1)).build())
              .build();
      exporter.start(signals);
      signals.end(FinishedSpan.numbered(1));

      exporter.close(LIMIT);
      exporter.close(LIMIT);

      assertThat(received(server)).hasSize(1);
      assertThat(signals.subscribers()).isZero();
      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThatThrownBy(() -> exporter.start(signals)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void close_serverStalls_endsWithinTheLimitAndCounts() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.STALL)) {
      ZipkinExporter exporter = ZipkinExporter.to(server.url());
      exporter.start(signals);
      signals.end(FinishedSpan.numbered(1));
      long begun = System.nanoTime();

      exporter.close(Duration.ofMillis(300));

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(signals.exported()).isZero();
      assertThat(signals.dropped("abandoned")).isEqualTo(1);
    }
  }

  @Test
  void close_neverStarted_doesNothing() {
    ZipkinExporter exporter = ZipkinExporter.builder().build();

    assertThat(exporter.flush(LIMIT)).isTrue();
    exporter.close();

    assertThatThrownBy(() -> exporter.start(signals))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Zipkin exporter was closed");
  }

  @Test
  void start_withoutSpans_connectsToNobodyAndSaysNothing() {
    try (ZipkinExporter exporter = ZipkinExporter.to("http://localhost:1/")) {
      exporter.start(signals);
      assertThat(exporter.flush(LIMIT)).isTrue();
    }
    assertThat(signals.log.at(Level.WARNING)).isEmpty();
  }

  private Exporter provided(Map<String, String> variables) {
    ExporterProvider zipkin =
        ServiceLoader.load(ExporterProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals("zipkin"))
            .findFirst()
            .orElseThrow();
    assertThat(zipkin.signals()).containsExactly(Signal.TRACES);
    return zipkin.create(Set.of(Signal.TRACES), Environment.of(variables, signals.diagnostics()));
  }

  @Test
  void provider_withAnEndpoint_sendsThere() throws Exception {
    try (ScriptedServer server = ScriptedServer.start();
        Exporter exporter =
            provided(
                Map.of(
                    "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                    server.url(),
                    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
                    "3"))) {
      exporter.start(signals);
      for (int i = 1; i <= 9; i++) {
        signals.end(FinishedSpan.numbered(i));
      }

      assertThat(exporter.flush(LIMIT)).isTrue();
      assertThat(received(server)).hasSize(9);
      assertThat(server.requests).hasSize(3);
    }
  }

  private HttpSettings settings(Map<String, String> variables) {
    return ZipkinExporter.builder()
        .environment(Environment.of(variables, signals.diagnostics()))
        .settings();
  }

  @Test
  void environment_empty_isTheDefaultOfTheSpecification() {
    HttpSettings settings = settings(Map.of());

    assertThat(settings.shown()).isEqualTo("http://localhost:9411/api/v2/spans");
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void environment_timeoutOfZero_isAsLongAsMayBe() {
    assertThat(settings(Map.of("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "0")).timeout())
        .isEqualTo(Duration.ofHours(1));
    assertThat(settings(Map.of("OTEL_EXPORTER_ZIPKIN_TIMEOUT", "250")).timeout())
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void environment_malformedEndpoint_isToldAndReplacedByTheDefault() {
    assertThat(settings(Map.of("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "zipkin:9411")).shown())
        .isEqualTo(ZipkinExporterBuilder.DEFAULT_ENDPOINT);
    assertThat(signals.log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_ZIPKIN_ENDPOINT=zipkin:9411");
  }

  @Test
  void environment_endpointWithAPassword_isNotShown() {
    settings(Map.of("OTEL_EXPORTER_ZIPKIN_ENDPOINT", "http://me:s3cret@zipkin/"));

    assertThat(signals.log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_ZIPKIN_ENDPOINT")
        .doesNotContain("s3cret");
  }

  @Test
  void environment_strictAndMalformed_throws() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of("OBS_STRICT", "true", "OTEL_EXPORTER_ZIPKIN_ENDPOINT", "zipkin:9411")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
