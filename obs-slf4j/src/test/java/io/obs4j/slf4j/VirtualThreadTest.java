package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.obs4j.judges.VirtualThreads;
import io.obs4j.logging.format.LogLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A thousand threads that log at once: every line is whole and has the context of its thread. */
@Timeout(300)
class VirtualThreadTest {

  private static final int THREADS = 1_000;
  private static final int LINES = 20;

  private final Logger logger = LoggerFactory.getLogger("io.acme.Virtual");

  private void log(int thread) {
    MDC.put("tenant", "t" + thread);
    for (int i = 0; i < LINES; i++) {
      logger.info("thread {} line {}", thread, i);
      LockSupport.parkNanos(1); // lets others run on this carrier, between lines
    }
  }

  @Test
  void threads_thatLogAtOnce_loseAndMixNothing() throws Exception {
    try (Captured captured = Captured.at(LogLevel.INFO)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        threads.add(VirtualThreads.start(() -> log(thread)));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      Map<String, Integer> next = new HashMap<>();
      for (JsonNode line : captured.lines()) {
        String tenant = line.path("tenant").asText();
        int number = next.merge(tenant, 1, Integer::sum) - 1;
        assertThat(line.path("message").asText())
            .isEqualTo("thread " + tenant.substring(1) + " line " + number);
      }
      assertThat(next).hasSize(THREADS);
      assertThat(next.values()).containsOnly(LINES);
    }
  }
}
