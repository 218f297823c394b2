package io.obs4j.consumer.load;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks what a request and a start of a Spring Boot application cost with everything on, over the
 * bare application: obs4j's starter beside Micrometer with its tracing on OpenTelemetry's SDK, both
 * with a span over OTLP, a timer for Prometheus and a line of JSON for each request. Each side runs
 * in processes of its own, in turns; what counts is the median of them.
 *
 * <p>Both stand on Spring Boot's actuator and on its observations. What these add alone is told as
 * well: neither side can be below it.
 *
 * <p>The bare application logs too, in Spring Boot's lines of text: JSON is part of what is added.
 * Before a figure counts, both sides must have exported one span and logged one line with its
 * trace for each request; otherwise {@code INVALID} is printed, and the status is 1.
 */
public final class Load {

  private static final byte[] SPAN = "/orders/{id}".getBytes(StandardCharsets.UTF_8);

  private static final List<String> SIDES = List.of("bare", "actuator", "ours", "peer");
  private static final Set<String> TRACED = Set.of("ours", "peer");

  private final AtomicInteger spans = new AtomicInteger();
  private final int requests;
  private final int warmUp;
  private final int receiver;

  /** The figures of one process. */
  private record Figures(long startMillis, long wallNanos, long cpuNanos, long bytes) {}

  private Load(int warmUp, int requests, int receiver) {
    this.warmUp = warmUp;
    this.requests = requests;
    this.receiver = receiver;
  }

  /**
   * Measures.
   *
   * @param args rounds, requests to warm up, requests, and the class paths of {@code bare}, {@code
   *     actuator}, {@code ours} and {@code peer}
   */
  public static void main(String[] args) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Load load =
        new Load(
            Integer.parseInt(args[1]), Integer.parseInt(args[2]), server.getAddress().getPort());
    server.createContext(
        "/v1/traces",
        exchange -> {
          load.spans.addAndGet(spansIn(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
    boolean valid;
    try {
      valid = load.compare(Integer.parseInt(args[0]), List.of(args).subList(3, args.length));
    } finally {
      server.stop(0);
    }
    System.exit(valid ? 0 : 1);
  }

  /** How many spans name the route: each has it as an attribute, once, beside its name. */
  private static int spansIn(byte[] request) {
    int spans = 0;
    for (int i = 0; i + 9 + SPAN.length <= request.length; i++) {
      // The field 5 of a span is its name, here of 21 bytes: http get /orders/{id}
      if (request[i] == 0x2a
          && request[i + 1] == 9 + SPAN.length
          && request[i + 2] == 'h'
          && i + 11 + SPAN.length <= request.length
          && Arrays.equals(request, i + 11, i + 11 + SPAN.length, SPAN, 0, SPAN.length)) {
        spans++;
      }
    }
    return spans;
  }

  private boolean compare(int rounds, List<String> given) throws Exception {
    Map<String, String> classPaths = new LinkedHashMap<>();
    for (int side = 0; side < SIDES.size(); side++) {
      classPaths.put(SIDES.get(side), given.get(side));
    }
    Map<String, List<Figures>> all = new LinkedHashMap<>();
    boolean valid = true;
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, String> side : classPaths.entrySet()) {
        spans.set(0);
        Path out = Files.createTempFile("side", ".log");
        Figures figures = run(side.getKey(), side.getValue(), out);
        valid &= !TRACED.contains(side.getKey()) || isComplete(side.getKey(), out);
        Files.delete(out);
        System.out.println(side.getKey() + ' ' + figures);
        all.computeIfAbsent(side.getKey(), none -> new ArrayList<>()).add(figures);
      }
    }
    if (!valid) {
      System.out.println("INVALID: the sides do not do the same");
      return false;
    }
    Map<String, long[]> added = new LinkedHashMap<>();
    long[] bare = medians(all.get("bare"));
    all.forEach((side, figures) -> added.put(side, less(medians(figures), bare)));
    ratio("spring_request_wall", 1, added);
    ratio("spring_request_cpu", 2, added);
    ratio("spring_start", 0, added);
    return true;
  }

  private static long[] medians(List<Figures> figures) {
    return new long[] {
      median(figures.stream().mapToLong(each -> each.startMillis * 1_000_000).toArray()),
      median(figures.stream().mapToLong(Figures::wallNanos).toArray()),
      median(figures.stream().mapToLong(Figures::cpuNanos).toArray()),
      median(figures.stream().mapToLong(Figures::bytes).toArray())
    };
  }

  private static long median(long[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static long[] less(long[] medians, long[] bare) {
    long[] added = new long[medians.length];
    Arrays.setAll(added, i -> medians[i] - bare[i]);
    return added;
  }

  /** All over the bare application; a start has no bytes of its own. */
  private static void ratio(String question, int figure, Map<String, long[]> added) {
    long[] ours = added.get("ours");
    long[] peer = added.get("peer");
    String bytes = figure == 0 ? "" : " bytes_ours=" + ours[3] + " bytes_peer=" + peer[3];
    System.out.printf(
        "ratio %s ours=%d peer=micrometer_tracing peer_ns=%d ratio=%.2f%s actuator_alone=%d%n",
        question,
        ours[figure],
        peer[figure],
        (double) ours[figure] / peer[figure],
        bytes,
        added.get("actuator")[figure]);
  }

  private Figures run(String side, String classPath, Path out)
      throws IOException, InterruptedException {
    Path figures = Files.createTempFile("side", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-DwarmUp=" + warmUp,
                "-Drequests=" + requests,
                "-cp",
                classPath,
                "io.obs4j.consumer.load.Side",
                "--server.port=0",
                "--server.tomcat.max-keep-alive-requests=-1",
                "--spring.main.banner-mode=off",
                "--spring.application.name=load",
                "--management.endpoints.web.exposure.include=prometheus"));
    switch (side) {
      case "ours" ->
          command.addAll(
              List.of(
                  "--obs.log.format=ecs",
                  "--otel.traces.exporter=otlp",
                  "--otel.bsp.max.queue.size=1048576",
                  "--otel.exporter.otlp.endpoint=http://localhost:" + receiver));
      case "peer" ->
          command.addAll(
              List.of(
                  "--logging.structured.format.console=ecs",
                  "--management.tracing.sampling.probability=1.0",
                  "--management.tracing.opentelemetry.export.max-queue-size=1048576",
                  "--management.otlp.tracing.endpoint=http://localhost:"
                      + receiver
                      + "/v1/traces"));
      default -> {
        // Spring Boot as it comes, which logs the same in lines of text.
      }
    }
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(figures.toFile())
            .start();
    int status = process.waitFor();
    List<String> told = Files.readAllLines(figures);
    Files.delete(figures);
    for (String line : told) {
      if (status == 0 && line.startsWith("side ")) {
        String[] parts = line.split(" ");
        return new Figures(value(parts[1]), value(parts[3]), value(parts[4]), value(parts[5]));
      }
    }
    throw new IOException(side + " ended with status " + status + ": " + told);
  }

  private static long value(String assignment) {
    return Long.parseLong(assignment.substring(assignment.indexOf('=') + 1));
  }

  /** One span and one line with its trace for each request that was made. */
  private boolean isComplete(String side, Path out) throws IOException {
    long lines;
    try (var all = Files.lines(out)) {
      lines = all.filter(line -> line.contains("order 17") && line.contains("trace")).count();
    }
    int made = warmUp / 2 * 2 + requests / 2 * 2;
    if (lines == made && spans.get() == made) {
      return true;
    }
    System.out.printf(
        "%s: %d requests, %d lines with a trace, %d spans%n", side, made, lines, spans.get());
    return false;
  }
}
