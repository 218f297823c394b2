package io.obs4j.examples.shop;

import io.obs4j.Obs;
import io.obs4j.export.prometheus.PrometheusEndpoint;
import io.obs4j.http.HttpClientTelemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service in this process: what observes it, and what answers. */
final class ServiceProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  /** Makes what answers, once there is something to record with. */
  @FunctionalInterface
  private interface Handler extends Function<Obs, Function<Order, Reply>> {}

  private final Service service;
  private final Options options;

  private ServiceProcess(Service service, Options options) {
    this.service = service;
    this.options = options;
  }

  /**
   * Starts a service, which runs until the process is told to stop.
   *
   * @param arguments from the second one on its options
   * @throws IllegalArgumentException if an option cannot be used, before anything is started
   * @throws IOException if the port cannot be listened on
   */
  static void start(Service service, String[] arguments) throws IOException {
    Set<String> known =
        switch (service) {
          case GATEWAY -> Set.of("port", "metrics-port", "log", "inventory", "payment", "shipping");
          case PAYMENT -> Set.of("port", "metrics-port", "log", "errors", "seed", "audit");
          default -> Set.of("port", "metrics-port", "log", "errors", "seed");
        };
    new ServiceProcess(service, new Options(arguments, known)).start();
  }

  private void start() throws IOException {
    int port = options.port("port", service.port);
    Handler handler = handler();
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

  private Handler handler() {
    return switch (service) {
      case GATEWAY -> gateway();
      case INVENTORY -> step(5, (shelves, obs) -> new Inventory(shelves));
      case PAYMENT -> step(20, (bank, obs) -> new Payment(bank, obs.auditLog()));
      case SHIPPING -> step(10, (carrier, obs) -> new Shipping(carrier));
    };
  }

  private Handler gateway() {
    Map<Service, URI> addresses = new EnumMap<>(Service.class);
    for (Service step : List.of(Service.INVENTORY, Service.PAYMENT, Service.SHIPPING)) {
      addresses.put(step, options.uri(step.label(), step.port));
    }
    return obs -> {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpClientTelemetry telemetry = HttpClientTelemetry.of(obs);
      List<Dependency> steps = new ArrayList<>();
      addresses.forEach(
          (step, base) -> steps.add(new Dependency(telemetry.wrap(client, step.path), step, base)));
      steps.forEach(step -> obs.health().add(step.health()));
      return new Gateway(steps, obs.metrics());
    };
  }

  private Handler step(double medianMillis, BiFunction<Chance, Obs, Step> work) {
    double errors = options.number("errors", 0.01, 0, 1);
    Chance chance = new Chance(options.seed() + service.port, medianMillis, errors);
    return obs -> new StepHandler(service.label(), work.apply(chance, obs));
  }
}
