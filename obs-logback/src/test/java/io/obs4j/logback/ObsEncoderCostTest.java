package io.obs4j.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What the encoder allocates: the array that Logback asks for, and nothing else. */
class ObsEncoderCostTest {

  private static final int CALLS = 20_000;
  private static final int ARRAY_HEADER = 16;
  private static final int ALIGNMENT = 8;

  @Test
  void encode_allocatesTheLineAlone() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("a"), Level.INFO, "paid by {}: {}", null, new Object[] {"b", 17});
    event.setMDCPropertyMap(new HashMap<>(Map.of("user", "alice", "tenant", "acme")));
    event.setKeyValuePairs(
        List.of(new KeyValuePair("order.id", 17), new KeyValuePair("paid", true)));
    ObsEncoder encoder = new ObsEncoder();
    encoder.setContext(context);
    encoder.start();
    int line = encoder.encode(event).length;

    double least = Double.MAX_VALUE;
    double allowed = line + ARRAY_HEADER + ALIGNMENT;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int round = 0; round < 20 || (least > allowed && System.nanoTime() < deadline); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        encoder.encode(event);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) bytes / CALLS);
    }
    assertThat(least).isBetween((double) line, allowed);
  }
}
