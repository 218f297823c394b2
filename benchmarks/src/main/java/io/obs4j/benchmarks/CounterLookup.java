package io.obs4j.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.obs4j.metrics.Counter;
import io.obs4j.metrics.Family;
import io.obs4j.metrics.Metrics;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does an increment cost through its three label values? */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CounterLookup {

  private static final int SETS = 64;

  /** The very strings of the first lookup, equal ones, or those of 64 series in turn. */
  @Param({"same", "equal", "rotating"})
  public String strings = "same";

  private final Metrics metrics = Metrics.create();
  private final Family<Counter> ours = metrics.counter("requests").labels(Labels.NAMES);
  private final PrometheusRegistry prometheus = Peers.clientJava();
  private final io.prometheus.metrics.core.metrics.Counter clientJava =
      io.prometheus.metrics.core.metrics.Counter.builder()
          .name("requests")
          .labelNames(Labels.NAMES)
          .register(prometheus);
  private final PrometheusMeterRegistry micrometer = Peers.micrometer();
  private final Peers.OpenTelemetrySide sdk = Peers.openTelemetry(Peers.standard());
  private final LongCounter openTelemetry = sdk.meter().counterBuilder("requests").build();

  private final String[] methods = new String[SETS];
  private final String[] routes = new String[SETS];
  private final String[] statuses = new String[SETS];
  private final Attributes[] attributes = new Attributes[SETS];

  /** The next set, per thread: where only one is used, it is always the first. */
  @State(Scope.Thread)
  public static class Turn {
    int mask;
    int next;

    @Setup
    public void setUp(CounterLookup lookup) {
      mask = lookup.strings.equals("rotating") ? SETS - 1 : 0;
    }

    int take() {
      return next++ & mask;
    }
  }

  @Setup
  public void setUp() {
    for (int i = 0; i < SETS; i++) {
      methods[i] = i % 2 == 0 ? "GET" : "POST";
      routes[i] = "/api/users/" + i;
      statuses[i] = i % 3 == 0 ? "200" : "404";
      attributes[i] = Labels.attributes(methods[i], routes[i], statuses[i]);
      ours.of(methods[i], routes[i], statuses[i]).increment();
      clientJava.labelValues(methods[i], routes[i], statuses[i]).inc();
      micrometer(i).increment();
      openTelemetry.add(1, attributes[i]);
    }
    if (strings.equals("equal")) {
      for (int i = 0; i < SETS; i++) {
        methods[i] = copy(methods[i]);
        routes[i] = copy(routes[i]);
        statuses[i] = copy(statuses[i]);
      }
    }
  }

  private static String copy(String string) {
    return String.valueOf(string.toCharArray());
  }

  private io.micrometer.core.instrument.Counter micrometer(int i) {
    return micrometer.counter(
        "requests", "method", methods[i], "route", routes[i], "status", statuses[i]);
  }

  @Benchmark
  public void ours(Turn turn) {
    int i = turn.take();
    ours.of(methods[i], routes[i], statuses[i]).increment();
  }

  @Benchmark
  public void clientJava(Turn turn) {
    int i = turn.take();
    clientJava.labelValues(methods[i], routes[i], statuses[i]).inc();
  }

  @Benchmark
  public void micrometer(Turn turn) {
    micrometer(turn.take()).increment();
  }

  @Benchmark
  public void openTelemetry(Turn turn) {
    openTelemetry.add(1, attributes[turn.take()]);
  }

  /** What each side shows after a thousand increments. */
  static List<Outcome> outcomes(String strings) {
    CounterLookup sides = new CounterLookup();
    sides.strings = strings;
    sides.setUp();
    Turn turn = new Turn();
    turn.setUp(sides);
    for (int i = 0; i < 1_000; i++) {
      turn.next = i;
      sides.ours(turn);
      turn.next = i;
      sides.clientJava(turn);
      turn.next = i;
      sides.micrometer(turn);
      turn.next = i;
      sides.openTelemetry(turn);
    }
    String shown = "requests_total";
    return List.of(
        new Outcome("ours", Page.of(sides.metrics).samples(shown)),
        new Outcome("client_java", Page.of(sides.prometheus).samples(shown)),
        new Outcome("micrometer", Page.of(sides.micrometer).samples(shown)),
        new Outcome("opentelemetry_prebuilt", Page.of(sides.sdk).samples(shown)));
  }
}
