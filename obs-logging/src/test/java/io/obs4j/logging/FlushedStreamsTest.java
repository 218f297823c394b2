package io.obs4j.logging;

import static io.obs4j.judges.Waiting.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.obs4j.core.Diagnostics;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.TestEvent;
import io.obs4j.logging.sink.ConsoleSink;
import io.obs4j.logging.sink.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What flushes of several sinks tell that wait at the same time. */
@Timeout(120)
class FlushedStreamsTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private final GatedFlush gated = new GatedFlush();
  private final List<Boolean> answers = new CopyOnWriteArrayList<>();

  private static Logging logging(LogSink first, LogSink second) {
    return Logging.builder().diagnostics(Diagnostics.create()).sink(first).sink(second).build();
  }

  private Thread flushing(Logging logging) {
    int before = gated.waiting.get();
    Thread thread = new Thread(() -> answers.add(logging.flush(LONG)), "flushing");
    thread.start();
    until("it to wait", () -> gated.waiting.get() > before);
    return thread;
  }

  @Test
  void flush_ofALossThatAnotherOneFindsFirst_isFalse() throws Exception {
    try (Logging logging = logging(gated, ConsoleSink.to("broken", new Broken()))) {
      logging.log(new TestEvent("lost"));
      Thread first = flushing(logging);
      Thread second = flushing(logging);
      gated.gate.release();
      until("one to end", () -> answers.size() == 1);
      gated.gate.release();
      first.join();
      second.join();

      assertThat(answers).containsExactly(false, false);
      gated.gate.release();
      assertThat(logging.flush(LONG)).as("told already").isTrue();
    }
  }

  /** Holds up who flushes. */
  private static final class GatedFlush implements LogSink {
    private final Semaphore gate = new Semaphore(0);
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public void start(Diagnostics diagnostics) {}

    @Override
    public void write(byte[] bytes, int offset, int length, LogLevel level) {}

    @Override
    public boolean flush(Duration limit) {
      waiting.incrementAndGet();
      gate.acquireUninterruptibly();
      return true;
    }

    @Override
    public void close(Duration limit) {}
  }

  private static final class Broken extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("on purpose");
    }
  }
}
