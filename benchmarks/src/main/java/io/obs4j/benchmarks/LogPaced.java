package io.obs4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long does a call take that hands an event to the thread that writes, at about half of what
 * the slowest side can do? Calls are due at even intervals, and timed from when they were due, so
 * that one which is late because the one before took long counts as long.
 *
 * @param name how it is called
 */
record LogPaced(String name) implements Question {

  private static final int EVENTS_PER_SECOND = 125_000;
  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1) / EVENTS_PER_SECOND;
  private static final int WARM_UP_EVENTS = 3 * EVENTS_PER_SECOND;
  private static final int EVENTS = 4 * EVENTS_PER_SECOND;

  /** Longer ones count as so long. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  @Override
  public List<Outcome> outcomes() {
    return LogWritten.outcomes(LogWay.ASYNC_FILE, LogSide.ASYNCHRONOUS);
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> medians = new LinkedHashMap<>();
    Map<String, Measurement> tails = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (String side : LogSide.ASYNCHRONOUS) {
        String[] figures = figures(side).split(" ", -1);
        medians
            .computeIfAbsent(side, unseen -> new Measurement())
            .add(Double.parseDouble(figures[0]), 0);
        tails
            .computeIfAbsent(side, unseen -> new Measurement())
            .add(Double.parseDouble(figures[1]), 0);
      }
    }
    List<Ratio> ratios = new ArrayList<>(Ratio.all(name + "_median", "ns", medians));
    ratios.addAll(Ratio.all(name + "_p99.9", "ns", tails));
    return ratios;
  }

  private static String figures(String side) throws IOException {
    return ChildProcess.output(
        ChildProcess.withLogs(List.of("-Xms4g", "-Xmx4g", "-XX:+UseG1GC"), LogPaced.class, side));
  }

  /**
   * Prints the median and the 99.9th percentile of the calls of a side, in nanoseconds.
   *
   * @param arguments the side
   * @throws IOException if there is no place for a file
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = LogWritten.directory();
    Path file = directory.resolve("log.json");
    Histogram calls = new Histogram(LONGEST_NANOS, 3);
    try (LogSide log = LogSide.of(arguments[0], LogWay.ASYNC_FILE, file)) {
      log.enter();
      pace(log, WARM_UP_EVENTS, new Histogram(LONGEST_NANOS, 3));
      pace(log, EVENTS, calls);
      log.leave();
    }
    Files.delete(file);
    Files.delete(directory);
    System.out.println(calls.getValueAtPercentile(50) + " " + calls.getValueAtPercentile(99.9));
  }

  private static void pace(LogSide log, int events, Histogram calls) {
    long due = System.nanoTime();
    for (int i = 0; i < events; i++) {
      due += INTERVAL_NANOS;
      while (System.nanoTime() - due < 0) {
        Thread.onSpinWait();
      }
      log.event();
      calls.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - due));
    }
  }
}
