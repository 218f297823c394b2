package io.obs4j.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Signal;
import io.obs4j.core.internal.http.HttpSettings;
import io.obs4j.judges.LogLines;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the variables and the builder say, and what they are refused. */
class OtlpEnvironmentTest {

  private final LogLines log = new LogLines();

  private OtlpPipelines read(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return OtlpExporter.builder()
        .environment(Environment.of(variables, Diagnostics.loggingTo(log)))
        .pipelines();
  }

  private static HttpSettings http(OtlpPipelines read, Signal signal) {
    return read.destinations().get(signal).http();
  }

  private static List<String> endpoints(OtlpPipelines read) {
    return List.of(
        http(read, Signal.METRICS).shown(),
        http(read, Signal.TRACES).shown(),
        http(read, Signal.LOGS).shown());
  }

  @Test
  void environment_empty_isTheDefaultOfTheSpecification() {
    OtlpPipelines read = read();

    assertThat(endpoints(read))
        .containsExactly(
            "http://localhost:4318/v1/metrics",
            "http://localhost:4318/v1/traces",
            "http://localhost:4318/v1/logs");
    HttpSettings traces = http(read, Signal.TRACES);
    assertThat(traces.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(traces.gzip()).isFalse();
    assertThat(traces.contentType()).isEqualTo("application/x-protobuf");
    assertThat(traces.headers()).isEmpty();
    assertThat(traces.tls()).isNull();
    assertThat(read.metrics())
        .isEqualTo(
            new OtlpPipelines.MetricSettings(
                Duration.ofMinutes(1), Duration.ofSeconds(30), OtlpTemporality.CUMULATIVE));
    assertThat(read.batches().get(Signal.LOGS).delay()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "http://c:4318, http://c:4318/v1/traces",
    "http://c:4318/, http://c:4318/v1/traces",
    "https://c/otlp, https://c/otlp/v1/traces",
    "https://c/otlp/, https://c/otlp/v1/traces",
    "http://otel_collector:4318, http://otel_collector:4318/v1/traces",
    "http://[::1]:4318, http://[::1]:4318/v1/traces",
    "http://c:4317/otlp, http://c:4317/otlp/v1/traces",
  })
  void endpoint_ofAllSignals_getsTheStandardPath(String base, String traces) {
    assertThat(http(read("OTEL_EXPORTER_OTLP_ENDPOINT", base), Signal.TRACES).shown())
        .isEqualTo(traces);
    assertThat(log.at(Level.WARNING)).isEmpty();
  }

  @Test
  void endpoint_ofOneSignal_isUsedAsItIs() {
    OtlpPipelines read =
        read(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:1",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:2/x/y",
            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://logs:3");

    assertThat(endpoints(read))
        .containsExactly("http://all:1/v1/metrics", "http://traces:2/x/y", "http://logs:3/");
  }

  @Test
  void endpoint_ofGrpc_isToldAndReplacedByThatOfHttp() {
    OtlpPipelines read = read("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317");

    assertThat(endpoints(read)).allMatch(url -> url.startsWith("http://collector:4318/v1/"));
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", "gRPC")
        .contains("using http://collector:4318");
  }

  @Test
  void endpoint_ofOneSignalAndGrpc_isToldAndReplacedByThatOfHttp() {
    OtlpPipelines read = read("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4317");

    assertThat(endpoints(read))
        .containsExactly(
            "http://localhost:4318/v1/metrics",
            "http://collector:4318/v1/traces",
            "http://localhost:4318/v1/logs");
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4317", "gRPC")
        .contains("using http://collector:4318/v1/traces");
  }

  @Test
  void protocol_ofGrpc_isToldAndReplaced() {
    assertThat(http(read("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), Signal.LOGS).contentType())
        .isEqualTo("application/x-protobuf");
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .contains("OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "4318", "using http/protobuf");
  }

  @Test
  void settings_ofOneSignal_replaceThoseOfAll() {
    OtlpPipelines read =
        read(
            "OTEL_EXPORTER_OTLP_HEADERS", "a=1,b=x%20y",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "c=3",
            "OTEL_EXPORTER_OTLP_TIMEOUT", "1000",
            "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "0",
            "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip",
            "OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "none",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json",
            "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf");

    assertThat(http(read, Signal.METRICS).headers()).isEqualTo(Map.of("a", "1", "b", "x y"));
    assertThat(http(read, Signal.TRACES).headers()).isEqualTo(Map.of("c", "3"));
    assertThat(http(read, Signal.TRACES).timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(http(read, Signal.LOGS).timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(http(read, Signal.TRACES).gzip()).isTrue();
    assertThat(http(read, Signal.METRICS).gzip()).isFalse();
    assertThat(http(read, Signal.TRACES).contentType()).isEqualTo("application/json");
    assertThat(http(read, Signal.LOGS).contentType()).isEqualTo("application/x-protobuf");
    assertThat(log.at(Level.WARNING)).isEmpty();
  }

  @Test
  void metrics_settings_areRead() {
    assertThat(
            read(
                    "OTEL_METRIC_EXPORT_INTERVAL", "5000",
                    "OTEL_METRIC_EXPORT_TIMEOUT", "2000",
                    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "LowMemory")
                .metrics())
        .isEqualTo(
            new OtlpPipelines.MetricSettings(
                Duration.ofSeconds(5), Duration.ofSeconds(2), OtlpTemporality.LOW_MEMORY));
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector:4318",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, ftp://collector",
    "OTEL_EXPORTER_OTLP_TIMEOUT, soon",
    "OTEL_EXPORTER_OTLP_COMPRESSION, zstd",
    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL, thrift",
    "OTEL_METRIC_EXPORT_INTERVAL, 5",
    "OTEL_METRIC_EXPORT_TIMEOUT, -1",
    "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, both",
    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE, /nowhere/client.pem",
    "OTEL_EXPORTER_OTLP_CLIENT_KEY, /nowhere/client.key",
    "OTEL_EXPORTER_OTLP_HEADERS, nothing",
  })
  void environment_malformed_isToldAndTheDefaultUsed(String variable, String value) {
    OtlpPipelines read = read(variable, value);

    assertThat(log.at(Level.WARNING)).singleElement().asString().startsWith(variable + "=");
    assertThat(endpoints(read)).isEqualTo(endpoints(read()));
    assertThat(read.metrics()).isEqualTo(read().metrics());
    assertThatThrownBy(() -> read("OBS_STRICT", "true", variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(variable);
  }

  @Test
  void certificate_cannotBeRead_isToldAndItsSignalNotExported() {
    OtlpPipelines read =
        read(
            "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE", "/nowhere/ca.pem",
            "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE", "/nowhere/client.pem",
            "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY", "/nowhere/client.key");

    assertThat(read.signals()).containsExactlyInAnyOrder(Signal.METRICS, Signal.LOGS);
    assertThat(log.at(Level.WARNING))
        .singleElement()
        .asString()
        .startsWith("OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE=/nowhere/ca.pem");
    assertThat(read("OTEL_EXPORTER_OTLP_CERTIFICATE", "/nowhere/ca.pem").signals()).isEmpty();
  }

  @Test
  void headers_oneThatCannotBeSent_isLeftOutWithoutItsValue() {
    OtlpPipelines read = read("OTEL_EXPORTER_OTLP_HEADERS", "good=1,bad=s3cret%0Ax,host=y");

    assertThat(http(read, Signal.TRACES).headers()).isEqualTo(Map.of("good", "1"));
    assertThat(log.at(Level.WARNING)).singleElement().asString().doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://collector:4317", "collector", "http://me:s3cret@collector"})
  void builder_endpointThatCannotBeUsed_throws(String url) {
    assertThatThrownBy(() -> OtlpExporter.to(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("endpoint is ")
        .hasMessageContaining("4318")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void spill_ofTheEnvironment_hasADirectoryAndAnAmount() {
    assertThat(read().spill()).isNull();
    assertThat(read("OBS_OTLP_SPILL_DIRECTORY", "/var/spill").spill())
        .isEqualTo(new OtlpPipelines.SpillSettings(Path.of("/var/spill"), 256L << 20));
    assertThat(
            read("OBS_OTLP_SPILL_DIRECTORY", "/var/spill", "OBS_OTLP_SPILL_MEBIBYTES", "7").spill())
        .isEqualTo(new OtlpPipelines.SpillSettings(Path.of("/var/spill"), 7L << 20));
    assertThat(log.at(Level.WARNING)).isEmpty();

    assertThat(read("OBS_OTLP_SPILL_DIRECTORY", "a\0b").spill()).isNull();
    assertThat(read("OBS_OTLP_SPILL_MEBIBYTES", "0").spill()).isNull();
    assertThat(log.at(Level.WARNING)).hasSize(2);
  }

  @Test
  void builder_valuesOutside_throw() {
    OtlpExporterBuilder builder = OtlpExporter.builder();

    assertThatThrownBy(() -> builder.spill(Path.of("spill"), 1_000_000))
        .hasMessageStartingWith("bytes is 1000000, but must be from 1048576 to");

    assertThatThrownBy(() -> builder.signals(Set.of()))
        .hasMessageStartingWith("signals is [], but must be at least one of");
    assertThatThrownBy(() -> builder.interval(Duration.ofMillis(99)))
        .hasMessageStartingWith("interval is PT0.099S");
    assertThatThrownBy(() -> builder.retryBytes(-1)).hasMessageStartingWith("retryBytes is -1");
    assertThatThrownBy(() -> builder.batches(Signal.METRICS, BatchSettings.defaults()))
        .hasMessageStartingWith("signal is METRICS");
  }
}
