package io.obs4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How many spans a second does a service get to a collector that answers after ten milliseconds,
 * with the defaults of each side, if it has more than can be sent?
 *
 * <p>Sender and receiver are processes of their own, and what the receiver counts is what arrived.
 * Those that a sender drops are not made up for.
 */
final class OtlpThroughput implements Question {

  private static final List<String> SIDES = List.of("ours", "opentelemetry");
  private static final int COMPARED = 1_000;
  private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final double NANOS_PER_SECOND = 1e9;

  @Override
  public String name() {
    return "otlp_throughput";
  }

  @Override
  public List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (String side : SIDES) {
      try (Receiver receiver = new Receiver()) {
        ChildProcess.output(sender(side, receiver, COMPARED));
        outcomes.add(new Outcome(side, Samples.of("spans", (double) receiver.count())));
      } catch (IOException e) {
        throw new UncheckedIOException(side + " cannot send", e);
      }
    }
    return outcomes;
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (String side : SIDES) {
        measurements
            .computeIfAbsent(side, unseen -> new Measurement())
            .add(spansPerSecond(side, TimeUnit.SECONDS.toNanos(run.forks() * 3L)), Double.NaN);
      }
    }
    return Ratio.all(name(), "spans/s", measurements);
  }

  private static double spansPerSecond(String side, long nanos) throws IOException {
    try (Receiver receiver = new Receiver()) {
      Process sender = sender(side, receiver, 0).start();
      try {
        pause(WARM_UP_NANOS);
        long begun = System.nanoTime();
        long before = receiver.count();
        pause(nanos);
        long after = receiver.count();
        return (after - before) * NANOS_PER_SECOND / (System.nanoTime() - begun);
      } finally {
        sender.destroyForcibly();
      }
    }
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static ProcessBuilder sender(String side, Receiver receiver, int spans) {
    return ChildProcess.withOtlp(
        List.of("-Xmx512m"),
        OtlpSpanSender.class,
        side,
        "http://127.0.0.1:" + receiver.port,
        Integer.toString(spans));
  }

  /** Counts spans by their ids, in a process of its own. */
  private static final class Receiver implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final String port;

    Receiver() throws IOException {
      process = ChildProcess.withOtlp(List.of("-Xmx1g"), SpanReceiver.class).start();
      said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      port = said.readLine();
    }

    /** How many different spans have come so far. */
    long count() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return Long.parseLong(said.readLine());
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
