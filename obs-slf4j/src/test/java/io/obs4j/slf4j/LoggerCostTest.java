package io.obs4j.slf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.obs4j.core.Diagnostics;
import io.obs4j.logging.GlobalLogging;
import io.obs4j.logging.Logging;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.slf4j.event.DefaultLoggingEvent;
import org.slf4j.event.Level;

/** What logging allocates on the thread that logs: nothing. */
class LoggerCostTest {

  private static final int CALLS = 20_000;

  private static final Integer NUMBER = 1_234_567;
  private static final Marker MARKER = MarkerFactory.getMarker("MARKER");
  private static final Object[] MANY = {"a", NUMBER, true, 42L};

  private final Logger logger = LoggerFactory.getLogger("io.acme.Cost");
  private final Logging logging =
      Logging.builder().sink(new Blackhole()).level(LogLevel.INFO).build();

  @BeforeEach
  void attach() {
    assertThat(GlobalLogging.attach(logging)).isTrue();
  }

  @AfterEach
  void detach() {
    GlobalLogging.detach(logging);
    logging.close();
    MDC.clear();
  }

  private static void assertAllocatesNothing(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    double least = Double.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int round = 0; round < 20 || (least > 0 && System.nanoTime() < deadline); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) bytes / CALLS);
    }
    assertThat(least).isLessThan(0.1);
  }

  @Test
  void disabledLevel_allocatesNothing() {
    assertAllocatesNothing(
        () -> {
          logger.debug("paid {} {}", "alice", NUMBER);
          logger.trace("paid");
          if (logger.isDebugEnabled()) {
            throw new AssertionError("enabled");
          }
        });
  }

  @Test
  void message_allocatesNothing() {
    assertAllocatesNothing(() -> logger.info("paid"));
  }

  @Test
  void arguments_allocateNothing() {
    assertAllocatesNothing(() -> logger.info("paid {} {}", "alice", NUMBER));
  }

  @Test
  void arrayOfArguments_allocatesNothing() {
    assertAllocatesNothing(() -> logger.info("paid {} {} {} {}", MANY));
  }

  @Test
  void marker_allocatesNothing() {
    assertAllocatesNothing(() -> logger.warn(MARKER, "paid {}", NUMBER));
  }

  @Test
  void contextAndSpan_allocateNothing() {
    MDC.put("tenant", "acme");
    MDC.put("order", "17");
    MDC.put("user", "alice");
    SpanContext span =
        SpanContext.create(
            "0123456789abcdef0123456789abcdef",
            "0123456789abcdef",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    try (Scope scope = Span.wrap(span).makeCurrent()) {
      assertThat(scope).isNotNull();
      assertAllocatesNothing(() -> logger.info("paid {} {}", "alice", NUMBER));
    }
  }

  @Test
  void eventThatIsPutTogether_allocatesNothing() {
    DefaultLoggingEvent event = new DefaultLoggingEvent(Level.INFO, logger);
    event.setMessage("paid {} {}");
    event.addArguments("alice", NUMBER);
    event.addKeyValue("amount", 42L);
    event.addKeyValue("method", "card");
    MDC.put("tenant", "acme");

    assertAllocatesNothing(() -> ((ObsLogger) logger).log(event));
  }

  private static final class Blackhole implements LogSink {

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {
      if (length == 0) {
        throw new AssertionError("empty");
      }
    }

    @Override
    public boolean flush(Duration limit) {
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }
}
