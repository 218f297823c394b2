package io.obs4j.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of the shop, on ports that the system chose. */
final class ShopProcess implements AutoCloseable {

  private static final Pattern READY =
      Pattern.compile("\\w+: (http://[\\d.]+:\\d+)/\\S+ metrics: (http://[\\d.]+:\\d+)/metrics");

  final URI address;
  final URI metrics;
  private final Process process;

  private ShopProcess(Process process, URI address, URI metrics) {
    this.process = process;
    this.address = address;
    this.metrics = metrics;
  }

  /** Starts a service that traces to a collector, and waits until it says where it listens. */
  static ShopProcess service(SpanCollector collector, String name, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(name, "--port", "0", "--metrics-port", "0"));
    arguments.addAll(List.of(options));
    Process process =
        launch(
            arguments,
            Map.of(
                "OTEL_TRACES_EXPORTER",
                "zipkin",
                "OTEL_EXPORTER_ZIPKIN_ENDPOINT",
                collector.endpoint(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "100"));
    try {
      Matcher ready = READY.matcher(firstLine(process));
      if (!ready.matches()) {
        throw new IOException(name + " did not say where it listens");
      }
      return new ShopProcess(process, URI.create(ready.group(1)), URI.create(ready.group(2)));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader lines = process.inputReader(UTF_8);
    String line = lines.readLine();
    if (line == null) {
      throw new IOException("The process ended without a word");
    }
    return line;
  }

  /** Runs a process to its end, and returns what it said. */
  static String run(String... arguments) throws IOException, InterruptedException {
    Process process = launch(List.of(arguments), Map.of());
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return "exit " + process.waitFor() + '\n' + output;
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
