package io.obs4j.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What does a series keep in memory, label values and the caches of the exporter included?
 *
 * <p>Each side has a JVM of its own with the serial collector. The difference of the used heap is
 * taken around declaring the families, recording and a scrape. With several writers, all of them
 * record into each series at the same time.
 *
 * @param shape of the series
 * @param writers how many threads record into each
 */
record RetainedMemory(Shape shape, int writers) implements Question {

  /** How often each writer records into a series that it shares with others. */
  private static final int WRITES = 5_000;

  @Override
  public String name() {
    String kind = shape.histograms() ? "retained_histogram" : "retained_counter";
    return writers == 1 ? kind : kind + '_' + writers + "_writers";
  }

  @Override
  public List<Outcome> outcomes() {
    return Population.outcomes(shape);
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (int fork = 0; fork < run.forks(); fork++) {
      for (String side : Population.SIDES) {
        double bytes = perSeries(side);
        measurements.computeIfAbsent(side, unseen -> new Measurement()).add(bytes, bytes);
      }
    }
    return Ratio.all(name(), "bytes_per_series", measurements);
  }

  private double perSeries(String side) throws IOException {
    return Double.parseDouble(
        ChildProcess.output(
            ChildProcess.builder(
                List.of("-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"),
                RetainedMemory.class,
                side,
                shape.toString(),
                Integer.toString(writers))));
  }

  /**
   * Prints the bytes per series of one side.
   *
   * @param arguments the side, the shape, the number of writers
   * @throws Exception if a writer fails
   */
  public static void main(String[] arguments) throws Exception {
    String side = arguments[0];
    Shape shape = Shape.parse(arguments[1]);
    int writers = Integer.parseInt(arguments[2]);
    // Loads the classes, which do not belong to any series.
    retained(side, new Shape(shape.histograms(), 10), writers);
    System.out.println((double) retained(side, shape, writers) / shape.series());
  }

  private static long retained(String side, Shape shape, int writers) throws Exception {
    long before = usedHeap();
    Population population = Population.empty(side, shape);
    try {
      for (int i = 0; i < shape.series(); i++) {
        shape.fill(population, i);
      }
      if (writers > 1) {
        contend(population, shape, writers);
      }
      population.page().write(OutputStream.nullOutputStream());
      return usedHeap() - before;
    } finally {
      Reference.reachabilityFence(population);
    }
  }

  private static void contend(Population population, Shape shape, int writers) throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      Thread thread = new Thread(() -> write(population, shape, arrived, writers));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /**
   * The writers wait for each other awake: parked ones would come too late to meet. There may be
   * more of them than processors, so they yield.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private static void write(
      Population population, Shape shape, AtomicInteger arrived, int writers) {
    Latencies latencies = new Latencies();
    for (int i = 0; i < shape.series(); i++) {
      Population.Writer writer = population.writer(i);
      arrived.incrementAndGet();
      while (arrived.get() < (i + 1) * writers) {
        Thread.yield();
      }
      for (int write = 0; write < WRITES; write++) {
        writer.write(shape.histograms() ? latencies.nextSeconds() : 1);
      }
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
