package io.obs4j.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpHandler;
import io.obs4j.Obs;
import io.obs4j.core.Diagnostics;
import io.obs4j.judges.EmptyExchange;
import io.obs4j.tracing.Sampler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the filter allocates on the thread that serves a request. */
class HttpCostTest {

  private static final int CALLS = 5_000;
  private static final int ROUNDS = 30;

  /** The least of several rounds: the compiler may have much to do. */
  private static double bytes(Sampler sampler) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    HttpHandler handler = exchange -> exchange.sendResponseHeaders(204, -1);
    try (Obs obs =
        Obs.builder()
            .service("shop", "1")
            .environment(Map.of())
            .diagnostics(Diagnostics.create())
            .tracing(tracing -> tracing.sampler(sampler))
            .start()) {
      Filter filter = HttpServerTelemetry.of(obs).filter();
      double least = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          filter.doFilter(new EmptyExchange(), new Filter.Chain(List.of(), handler));
        }
        long observed = threads.getCurrentThreadAllocatedBytes() - before;
        before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
          new Filter.Chain(List.of(), handler).doFilter(new EmptyExchange());
        }
        long bare = threads.getCurrentThreadAllocatedBytes() - before;
        least = Math.min(least, (double) (observed - bare) / CALLS);
      }
      return least;
    }
  }

  /** About half of it is the JDK's, which makes a string anew for each header that is asked for. */
  @Test
  void request_sampled_takesAtMost1800Bytes() throws IOException {
    assertThat(bytes(Sampler.alwaysOn())).isLessThanOrEqualTo(1_800);
  }

  /** A sampler may look at the attributes: so they are made before it decides. */
  @Test
  void request_unsampled_takesAtMost1800Bytes() throws IOException {
    assertThat(bytes(Sampler.alwaysOff())).isLessThanOrEqualTo(1_800);
  }
}
