package io.obs4j.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

/** What the layout allocates: nothing. */
class ObsLayoutCostTest {

  private static final int CALLS = 20_000;

  @Test
  void encode_allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeThat(threads.isThreadAllocatedMemorySupported()).isTrue();
    SortedArrayStringMap context = new SortedArrayStringMap();
    context.putValue("user", "alice");
    context.putValue("tenant", "acme");
    LogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName("a")
            .setLevel(Level.INFO)
            .setThreadId(Thread.currentThread().getId())
            .setThreadName(Thread.currentThread().getName())
            .setMessage(new ParameterizedMessage("paid by {}: {}", "b", 17))
            .setContextData(context)
            .build();
    ObsLayout layout = ObsLayout.newBuilder().build();
    Counting destination = new Counting();

    double least = Double.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int round = 0; round < 20 || (least > 0 && System.nanoTime() < deadline); round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        layout.encode(event, destination);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      least = Math.min(least, (double) bytes / CALLS);
    }
    assertThat(destination.bytes).isGreaterThan(20L * CALLS * 100);
    assertThat(least).isLessThan(0.1);
  }

  /** Takes bytes and forgets them. */
  private static final class Counting implements ByteBufferDestination {

    private final ByteBuffer buffer = ByteBuffer.allocate(1);
    private long bytes;

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public ByteBuffer drain(ByteBuffer full) {
      return buffer;
    }

    @Override
    public void writeBytes(ByteBuffer data) {
      bytes += data.remaining();
    }

    @Override
    public void writeBytes(byte[] data, int offset, int length) {
      bytes += length;
    }
  }
}
