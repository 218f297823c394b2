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
 * the number owes nothing to what the sender believes. Another sender goes first, with fewer spans
 * than may wait: a receiver that has just started does not answer in ten milliseconds.
 */
public final class SpanLoss {

  private static final int RATE = 100_000;
  private static final int WARM_UP_RATE = 5_000;
  private static final int WARM_UP_SPANS = 15_000;

  private SpanLoss() {}

  /**
   * Measures once, and prints one line: what was lost, and what of it was dropped and counted. The
   * status is 1 if a span is lost.
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
      send(endpoint, WARM_UP_RATE, WARM_UP_SPANS);
      Sent sent = send(endpoint, RATE, spans);
      receiver.getOutputStream().close();
      long received = Long.parseLong(said.readLine()) - WARM_UP_SPANS;
      System.out.printf(
          "spans_lost ended=%d a_second=%.0f received=%d lost=%d dropped=%d load_average=%.1f%n",
          spans,
          spans / (sent.nanos / 1e9),
          received,
          spans - received,
          sent.dropped,
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
      if (received != spans) {
        System.exit(1);
      }
    } finally {
      receiver.destroy();
    }
  }

  /** How long it took, and how many spans the sender itself says were dropped. */
  private record Sent(long nanos, long dropped) {}

  private static Sent send(String endpoint, int rate, long spans) throws IOException {
    ProcessBuilder sender =
        ChildProcess.builder(
            List.of("-Xmx256m"),
            SpanSender.class,
            endpoint,
            Integer.toString(rate),
            Long.toString(spans));
    String said = ChildProcess.output(sender);
    int space = said.indexOf(' ');
    return new Sent(
        Long.parseLong(said.substring(0, space)), Long.parseLong(said.substring(space + 1)));
  }
}
