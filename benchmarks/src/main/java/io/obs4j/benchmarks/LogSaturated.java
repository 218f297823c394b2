package io.obs4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many events a second get into a file, when threads log as fast as they can and another one
 * writes? The more, the better.
 *
 * <p>What counts is in the file: a round ends once the side is closed, so that no queue hides what
 * is still to be done, and the lines are counted. Each side has a JVM of its own; a round has a new
 * file and a side that is set up anew. The bytes are those of the threads that log.
 *
 * @param name how it is called
 * @param threads how many log at the same time
 */
record LogSaturated(String name, int threads) implements Question {

  private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int WARM_UP_ROUNDS = 15;
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  /** How many events a thread logs between two looks at the clock. */
  private static final int STRIDE = 64;

  @Override
  public List<Outcome> outcomes() {
    return LogWritten.outcomes(LogWay.ASYNC_FILE, LogSide.ASYNCHRONOUS);
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (String side : LogSide.ASYNCHRONOUS) {
        Measurement measurement = measurements.computeIfAbsent(side, unseen -> new Measurement());
        long lost = 0;
        for (String round : rounds(side, run).lines().toList()) {
          String[] figures = round.split(" ", -1);
          measurement.add(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
          lost += Long.parseLong(figures[2]);
        }
        if (lost > 0) {
          System.out.println("lost " + name + " side=" + side + " events=" + lost);
        }
      }
    }
    return Ratio.all(name, "events/s", measurements);
  }

  private String rounds(String side, Run run) throws IOException {
    return ChildProcess.output(
        ChildProcess.withLogs(
            List.of("-Xms4g", "-Xmx4g", "-XX:+UseG1GC"),
            LogSaturated.class,
            side,
            Integer.toString(threads),
            Integer.toString(run.rounds())));
  }

  /**
   * Prints for each round the events in a second, the bytes that each took, and how many were lost.
   *
   * @param arguments the side, the number of threads and of rounds
   * @throws Exception if a thread is interrupted, or the file cannot be read
   */
  public static void main(String[] arguments) throws Exception {
    String side = arguments[0];
    int threads = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    for (int i = 0; i < WARM_UP_ROUNDS + rounds; i++) {
      String figures = round(side, threads);
      if (i >= WARM_UP_ROUNDS) {
        System.out.println(figures);
      }
    }
  }

  private static String round(String side, int threads) throws Exception {
    Path directory = LogWritten.directory();
    Path file = directory.resolve("log.json");
    AtomicLong sent = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    long start = System.nanoTime();
    try (LogSide log = LogSide.of(side, LogWay.ASYNC_FILE, file)) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Thread caller = new Thread(() -> log(log, start + ROUND_NANOS, sent, bytes));
        caller.start();
        callers.add(caller);
      }
      for (Thread caller : callers) {
        caller.join();
      }
    }
    long nanos = System.nanoTime() - start;
    long written = lines(file);
    Files.delete(file);
    Files.delete(directory);
    return String.format(
        Locale.ROOT,
        "%.1f %.1f %d",
        written * SECOND / nanos,
        (double) bytes.get() / sent.get(),
        sent.get() - written);
  }

  private static void log(LogSide log, long until, AtomicLong sent, AtomicLong bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    log.enter();
    long before = threads.getCurrentThreadAllocatedBytes();
    long events = 0;
    while (System.nanoTime() - until < 0) {
      for (int i = 0; i < STRIDE; i++) {
        log.event();
      }
      events += STRIDE;
    }
    bytes.addAndGet(threads.getCurrentThreadAllocatedBytes() - before);
    sent.addAndGet(events);
    log.leave();
  }

  private static long lines(Path file) throws IOException {
    long lines = 0;
    byte[] block = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          lines += block[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }
}
