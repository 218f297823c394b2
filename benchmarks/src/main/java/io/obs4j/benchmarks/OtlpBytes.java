package io.obs4j.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many bytes of files do three signals over OTLP add to a service, with all that they need?
 *
 * <p>Each side is named by its artifacts. That these are enough is seen by a service that has no
 * others and sends one span, one log record and one metric.
 */
final class OtlpBytes implements Question {

  private static final String API = "opentelemetry-(api|context|common)-[0-9]";

  private static final Map<String, Pattern> ARTIFACTS = artifacts();

  private static Map<String, Pattern> artifacts() {
    Map<String, Pattern> artifacts = new LinkedHashMap<>();
    artifacts.put(
        "ours",
        Pattern.compile(
            ".*/(obs-[0-9]|obs-(core|metrics|tracing|logging|export-otlp)-[0-9]|jctools-core-"
                + "|HdrHistogram-|jackson-core-|slf4j-api-|jspecify-|"
                + API
                + ").*"));
    artifacts.put(
        "opentelemetry_autoconfigured",
        Pattern.compile(
            ".*/(opentelemetry-sdk-.*|opentelemetry-exporter-(otlp|sender|common).*"
                + "|okhttp-.*|okio-.*|kotlin-stdlib-.*|annotations-[0-9].*|"
                + API
                + ").*"));
    return artifacts;
  }

  @Override
  public String name() {
    return "otlp_bytes";
  }

  @Override
  public List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (String side : ARTIFACTS.keySet()) {
      try {
        outcomes.add(new Outcome(side, exported(side)));
      } catch (IOException e) {
        throw new UncheckedIOException(side + " cannot export", e);
      }
    }
    return outcomes;
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (String side : ARTIFACTS.keySet()) {
      double bytes = 0;
      for (String file : files(side).toList()) {
        if (!Files.isRegularFile(Path.of(file))) {
          throw new IOException(file + " is no file: package the modules, as ./bench does");
        }
        bytes += Files.size(Path.of(file));
      }
      Measurement measured = new Measurement();
      measured.add(bytes, bytes);
      measurements.put(side, measured);
    }
    return Ratio.all(name(), "B", measurements);
  }

  private static Stream<String> files(String side) {
    Pattern artifacts = ARTIFACTS.get(side);
    return ChildProcess.classPath()
        .filter(entry -> artifacts != null && artifacts.matcher(entry).matches());
  }

  /** Which signals a service sends that has nothing else on its class path. */
  private static Samples exported(String side) throws IOException {
    SortedMap<String, Double> requests = new ConcurrentSkipListMap<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.put(exchange.getRequestURI().getPath(), 1.0);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      ProcessBuilder service =
          ChildProcess.start(
              Stream.concat(files(side), ChildProcess.classPath().filter(OtlpBytes::isThis)),
              List.of(),
              OtlpService.class,
              side);
      service
          .environment()
          .putAll(
              Map.of(
                  "OTEL_TRACES_EXPORTER", "otlp",
                  "OTEL_METRICS_EXPORTER", "otlp",
                  "OTEL_LOGS_EXPORTER", "otlp",
                  "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                      "http://127.0.0.1:" + server.getAddress().getPort()));
      ChildProcess.output(service);
    } finally {
      server.stop(0);
    }
    return new Samples(requests);
  }

  private static boolean isThis(String entry) {
    return entry.contains("benchmarks/target/");
  }
}
