package io.obs4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How many spans are lost at 100,000 a second, with all limits as they are and a heap of 256 MiB,
 * through the Zipkin exporter into a receiver that answers in ten milliseconds?
 *
 * <p>Sender and receiver are processes of their own. What the receiver counts is what arrived, so
 * the number owes nothing to what the sender believes.
 */
public final class SpanLoss {

  private static final int RATE = 100_000;

  private SpanLoss() {}

  /**
   * Measures once, and prints one line. The status is 1 if a span is lost.
   *
   * @param arguments for how many seconds; 60 by default
   * @throws IOException if a process cannot be started
   */
  public static void main(String[] arguments) throws IOException {
    long seconds = arguments.length == 0 ? 60 : Long.parseLong(arguments[0]);
    long spans = seconds * RATE;
    Process receiver = ChildProcess.builder(List.of("-Xmx512m"), SpanReceiver.class).start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(receiver.getInputStream(), UTF_8))) {
      String endpoint = "http://127.0.0.1:" + said.readLine() + "/api/v2/spans";
      String nanos =
          ChildProcess.output(
              ChildProcess.builder(
                  List.of("-Xmx256m"),
                  SpanSender.class,
                  endpoint,
                  Integer.toString(RATE),
                  Long.toString(spans)));
      receiver.getOutputStream().close();
      long received = Long.parseLong(said.readLine());
      System.out.printf(
          "spans_lost ended=%d a_second=%.0f received=%d lost=%d load_average=%.1f%n",
          spans,
          spans / (Long.parseLong(nanos) / 1e9),
          received,
          spans - received,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      if (received != spans) {
        System.exit(1);
      }
    } finally {
      receiver.destroy();
    }
  }
}
