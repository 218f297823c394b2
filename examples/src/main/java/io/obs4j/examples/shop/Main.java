package io.obs4j.examples.shop;

import io.obs4j.Obs;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs one process of the shop: a service by its name, {@code load} or {@code collect}. */
public final class Main {

  private static final String LOAD = "load";
  private static final String COLLECT = "collect";
  private static final int OTLP_PORT = 4_318;
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
        ServiceProcess.start(service(name), arguments);
      }
    } catch (IllegalArgumentException e) {
      fail(2, e);
    } catch (IOException | IllegalStateException e) {
      fail(1, e);
    }
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
