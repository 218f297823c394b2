package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One process of the shop, on ports that the system chose. */
final class ShopProcess implements AutoCloseable {

  private static final long START_LIMIT_SECONDS = 60;

  final Service service;
  final URI address;
  final URI metrics;
  private final Process process;
  private final Output output;

  private ShopProcess(Service service, Process process, Output output, URI address, URI metrics) {
    this.service = service;
    this.process = process;
    this.output = output;
    this.address = address;
    this.metrics = metrics;
  }

  /** Starts a service that exports to two collectors. */
  static ShopProcess service(
      SpanCollector collector, OtlpReceiver receiver, String name, String... options)
      throws IOException {
    return service(
        Map.of(
            "OTEL_TRACES_EXPORTER",
            "zipkin,otlp",
            "OTEL_METRICS_EXPORTER",
            "otlp",
            "OTEL_LOGS_EXPORTER",
            "otlp",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_METRIC_EXPORT_INTERVAL",
            "500",
            "OTEL_BLRP_SCHEDULE_DELAY",
            "100",
            "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
            collector.endpoint(),
            "OTEL_BSP_SCHEDULE_DELAY",
            "100"),
        name,
        options);
  }

  /** Starts a service in an environment, and waits until it says where it listens. */
  static ShopProcess service(Map<String, String> environment, String name, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(name, "--port", "0", "--metrics-port", "0"));
    arguments.addAll(List.of(options));
    Process process = launch(arguments, environment);
    Output output = new Output(process);
    try {
      JsonFields ready = output.awaitLine("Ready for requests");
      return new ShopProcess(
          Service.valueOf(name.toUpperCase(Locale.ROOT)),
          process,
          output,
          URI.create(ready.get("server.url")).resolve("/"),
          URI.create(ready.get("metrics.url")));
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException(name + " does not get ready", e);
    }
  }

  /** What it has logged so far, which is all that it has printed. */
  List<JsonFields> logged() throws IOException {
    return output.lines();
  }

  /** Takes what a process prints, so that it never waits. */
  private static final class Output {

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Process process;

    Output(Process process) {
      this.process = process;
      Thread reader = new Thread(this::read, "output");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      process.inputReader(UTF_8).lines().forEach(lines::add);
    }

    List<JsonFields> lines() throws IOException {
      List<JsonFields> parsed = new ArrayList<>();
      for (String line : lines) {
        parsed.add(JsonFields.parse(line));
      }
      return parsed;
    }

    JsonFields awaitLine(String message) throws IOException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
      while (process.isAlive() && System.nanoTime() < deadline) {
        for (JsonFields line : lines()) {
          if (line.get("message").equals(message)) {
            return line;
          }
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      throw new IOException("It has not logged " + message + ", but " + lines);
    }
  }

  /** Runs a process to its end, and returns what it said, without what it logged. */
  static String run(String... arguments) throws IOException, InterruptedException {
    Process process = launch(List.of(arguments), Map.of());
    try {
      StringBuilder said = new StringBuilder();
      process
          .inputReader(UTF_8)
          .lines()
          .filter(line -> !line.startsWith("{"))
          .forEach(line -> said.append(line).append('\n'));
      return "exit " + process.waitFor() + '\n' + said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process launch(List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Ends the process as ./demo does. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
