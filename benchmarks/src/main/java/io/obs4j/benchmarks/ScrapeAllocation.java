package io.obs4j.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes does a page allocate? Counted by the JVM for the thread that writes it, once the
 * caches are filled; JMH's own figure contains what its threads allocate beside a long operation.
 *
 * @param shape of the series on the page
 */
record ScrapeAllocation(Shape shape) implements Question {

  private static final int WARM_UP = 5;

  @Override
  public String name() {
    return "scrape_allocation_" + shape;
  }

  @Override
  public List<Outcome> outcomes() {
    return Population.outcomes(shape);
  }

  @Override
  public List<Ratio> answer(Run run) throws IOException {
    Map<String, Measurement> measurements = new LinkedHashMap<>();
    for (String side : Population.SIDES) {
      Page page = Population.filled(side, shape).page();
      Measurement measurement = new Measurement();
      for (int i = 0; i < WARM_UP; i++) {
        page.write(OutputStream.nullOutputStream());
      }
      for (int i = 0; i < run.starts(); i++) {
        double bytes = allocated(page);
        measurement.add(bytes, bytes);
      }
      measurements.put(side, measurement);
    }
    return Ratio.all(name(), "bytes", measurements);
  }

  private static double allocated(Page page) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    page.write(OutputStream.nullOutputStream());
    return (double) (threads.getCurrentThreadAllocatedBytes() - before);
  }
}
