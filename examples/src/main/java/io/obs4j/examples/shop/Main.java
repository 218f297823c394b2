package io.obs4j.examples.shop;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one process of the shop: a service by its name, {@code load} or {@code collect}. */
public final class Main {

  private static final String LOAD = "load";
  private static final String COLLECT = "collect";
  private static final int OTLP_PORT = 4_318;
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int MOST_LINES_PER_SECOND = 5;
  private static final double LONGEST_SECONDS = 365 * 24 * 3_600;

  private Main() {}

  /**
   * Runs a process until it is told to stop, or the load is through.
   *
   * @param arguments the name of a service, {@code load} or {@code collect}, then options
   */
  public static void main(String[] arguments) {
    // The JDK's server would hold back the end of small answers for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Shorter than the 30 s after which the JDK's server closes idle connections.
    System.setProperty("jdk.httpclient.keepalive.timeout", "20");
    try {
      String name = arguments.length == 0 ? "" : arguments[0];
      if (name.equals(LOAD)) {
        load(new Options(arguments, Set.of("gateway", "rate", "seconds", "seed", "log")));
      } else if (name.equals(COLLECT)) {
        collect(new Options(arguments, Set.of("port", "every")));
      } else {
        serve(service(name), arguments);
      }
    } catch (IllegalArgumentException e) {
      fail(2, e);
    } catch (IOException | IllegalStateException e) {
      fail(1, e);
    }
  }

  private static void serve(Service service, String[] arguments) throws IOException {
    Options options =
        new Options(
            arguments,
            service == Service.GATEWAY
                ? Set.of("port", "metrics-port", "log", "inventory", "payment", "shipping")
                : service == Service.PAYMENT
                    ? Set.of("port", "metrics-port", "log", "audit", "errors", "seed")
                    : Set.of("port", "metrics-port", "log", "errors", "seed"));
    int port = options.port("port", service.port);
    Function<Obs, Function<byte[], Reply>> handler = handler(service, options);
    PrometheusEndpoint endpoint =
        PrometheusEndpoint.onPort(options.port("metrics-port", service.metricsPort));
    Obs obs =
        Obs.builder()
            .service(service.label(), "1.0.0")
            .export(endpoint)
            .exportFromEnvironment()
            .logging(LogTargets.of(options))
            .runtimeMetrics(true)
            .start();
    obs.installGlobal();
    HttpService http = HttpService.start(port, service.path, handler.apply(obs), obs);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  http.close();
                  obs.close();
                }));
    LOG.atInfo()
        .addKeyValue("server.url", "http://127.0.0.1:" + http.port() + service.path)
        .addKeyValue("metrics.url", "http://127.0.0.1:" + endpoint.port() + "/metrics")
        .log("Ready for requests");
  }

  /**
   * What answers, once there is something to record with. The options are read before anything is
   * started.
   */
  private static Function<Obs, Function<byte[], Reply>> handler(Service service, Options options) {
    return switch (service) {
      case GATEWAY -> gateway(options);
      case INVENTORY -> step(service, options, 5);
      case PAYMENT -> {
        Function<Obs, Function<byte[], Reply>> payment = step(service, options, 20);
        yield obs -> new AuditedPayment(payment.apply(obs), obs.auditLog());
      }
      case SHIPPING -> step(service, options, 10);
    };
  }

  private static Function<Obs, Function<byte[], Reply>> gateway(Options options) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Map<Service, URI> addresses = new EnumMap<>(Service.class);
    for (Service step : List.of(Service.INVENTORY, Service.PAYMENT, Service.SHIPPING)) {
      addresses.put(step, options.uri(step.label(), step.port));
    }
    return obs -> {
      HttpTracing tracing = new HttpTracing(obs.openTelemetry());
      List<Dependency> dependencies = new ArrayList<>();
      addresses.forEach(
          (step, address) -> dependencies.add(new Dependency(client, step, address, tracing)));
      return new Gateway(dependencies, obs.metrics());
    };
  }

  private static Function<Obs, Function<byte[], Reply>> step(
      Service service, Options options, double medianMillis) {
    double errors = options.number("errors", 0.01, 0, 1);
    Chance chance = new Chance(options.seed() + service.port, medianMillis, errors);
    return obs -> new Step(service.label(), chance, obs.tracer(Step.class.getName()));
  }

  private static void load(Options options) {
    double rate = options.number("rate", 20, 0.1, 10_000);
    double seconds = options.number("seconds", LONGEST_SECONDS, 0.1, LONGEST_SECONDS);
    LoadGenerator load =
        new LoadGenerator(options.uri("gateway", Service.GATEWAY.port), options.seed());
    Thread sender = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(load, sender)));
    try (Obs obs =
        Obs.builder()
            .service(LOAD, "1.0.0")
            .logging(LogTargets.of(options))
            .logging(logging -> logging.rateLimit(MOST_LINES_PER_SECOND))
            .start()) {
      obs.installGlobal();
      load.run(rate, Duration.ofMillis(Math.round(seconds * 1_000)));
    }
    System.out.print(load.outcome().text());
    System.out.flush();
  }

  /** Counts what services send by OTLP, and tells from time to time and at the end. */
  private static void collect(Options options) throws IOException {
    long every = Math.round(options.number("every", 5, 0.1, LONGEST_SECONDS) * 1_000);
    OtlpReceiver receiver = OtlpReceiver.start(options.port("port", OTLP_PORT));
    System.out.println("Collecting at " + receiver.endpoint());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(receiver.arrivals())));
    var unused =
        Executors.newSingleThreadScheduledExecutor()
            .scheduleAtFixedRate(
                () -> tell(receiver.arrivals()), every, every, TimeUnit.MILLISECONDS);
  }

  private static void tell(Arrivals arrivals) {
    System.out.print(arrivals.table());
    System.out.flush();
  }

  /** Told to stop, the generator still tells what came of its orders. */
  private static void stop(LoadGenerator load, Thread sender) {
    load.stop();
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Service service(String name) {
    return Stream.of(Service.values())
        .filter(service -> service.label().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no "
                        + name
                        + ": say gateway, inventory, payment, shipping, load or collect"));
  }

  private static void fail(int status, Exception reason) {
    System.err.println("shop: " + reason.getMessage());
    System.exit(status);
  }
}
