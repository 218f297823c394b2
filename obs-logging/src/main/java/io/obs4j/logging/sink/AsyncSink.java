package io.obs4j.logging.sink;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.SelfMetrics;
import io.obs4j.core.internal.Lifecycle;
import io.obs4j.core.internal.ToldLosses;
import io.obs4j.logging.format.LogLevel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines off the threads that log, and has one daemon thread write them to another sink, up to
 * 64 KiB at once.
 *
 * <p>A write copies the line and allocates nothing in steady state. What waits is bounded in bytes;
 * what happens beyond is for the {@link Overflow} to say. A line is with the other sink about a
 * millisecond later. Before the start and after the close lines go out on the thread that logs.
 */
public final class AsyncSink implements LogSink {

  /*
   * Lines travel from the intake, on the threads that log, through the queue to the drain, on the
   * worker's thread, which has the delivery hand them to the other sink.
   */

  /** The kind of fault of a queue that does not take all lines in. */
  static final String FAULT = "log.queue";

  /** What waits at the most, unless said otherwise: 16 MiB. */
  public static final long DEFAULT_QUEUE_BYTES = 16L << 20;

  private static final long LEAST_BYTES = 16L << 10;
  private static final long MOST_BYTES = 1L << 30;

  /** Who waits for room is woken when so much of the queue has been taken out, or all. */
  private static final int SIGNALS_PER_QUEUE = 8;

  private final LogSink sink;
  private final long capacity;
  private final LineQueue queue;
  private final Delivery delivery;
  private final SinkTally tally;
  private final LineDrain drain;
  private final AsyncWriter writer;
  private final Intake intake;
  private final ToldLosses told = new ToldLosses();
  private final Lifecycle lifecycle = new Lifecycle("An asynchronous sink");
  private SelfMetrics.@Nullable Observation observed;

  private AsyncSink(LogSink sink, long queueBytes, Overflow overflow) {
    int slabs = (int) (queueBytes / LineQueue.SLAB);
    this.sink = sink;
    this.capacity = queueBytes;
    this.queue = new LineQueue(slabs);
    this.delivery = new Delivery(sink);
    this.tally = delivery.tally();
    this.drain = new LineDrain(queue, delivery, slabs / SIGNALS_PER_QUEUE);
    this.writer = new AsyncWriter("obs4j-log-" + sink.name(), queue, drain, tally);
    this.intake = new Intake(queue, capacity, overflow, drain, writer, tally);
  }

  /**
   * Another sink, made asynchronous, with 16 MiB of room; a line waits for room up to a second, an
   * error up to ten.
   *
   * @param sink started and closed by the one that is returned
   * @return a new sink
   */
  public static LogSink of(LogSink sink) {
    return of(sink, DEFAULT_QUEUE_BYTES, Overflow.block(Duration.ofSeconds(1)));
  }

  /**
   * Another sink, made asynchronous.
   *
   * @param sink started and closed by the one that is returned
   * @param queueBytes what waits at the most, from 16 KiB to 1 GiB; a line takes at least one KiB
   * @param overflow what happens beyond
   * @return a new sink
   * @throws IllegalArgumentException if the size is out of range
   */
  public static LogSink of(LogSink sink, long queueBytes, Overflow overflow) {
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(overflow, "overflow");
    if (queueBytes < LEAST_BYTES || queueBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "queueBytes " + queueBytes + " must be from " + LEAST_BYTES + " to " + MOST_BYTES);
    }
    return new AsyncSink(sink, queueBytes, overflow);
  }

  @Override
  public String name() {
    return sink.name();
  }

  @Override
  public void announceDrops(DropNotice notice) {
    tally.untold().announce(notice);
    sink.announceDrops(notice);
  }

  @Override
  public void start(Diagnostics diagnostics) {
    lifecycle.start();
    sink.start(diagnostics);
    tally.start(diagnostics);
    SelfMetrics metrics = diagnostics.metrics();
    SelfMetrics.Observation size =
        metrics
            .observed("obs.log.queue.size", "By", "Bytes that wait for a sink.", tally.attributes())
            .observe(queue::heldBytes);
    SelfMetrics.Observation limit =
        metrics
            .observed(
                "obs.log.queue.capacity",
                "By",
                "Bytes that may wait for a sink.",
                tally.attributes())
            .observe(() -> capacity);
    observed =
        () -> {
          size.end();
          limit.end();
        };
    queue.begin();
    writer.start();
  }

  @Override
  public boolean takesBlocks() {
    return sink.takesBlocks();
  }

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    long time = delivery.time();
    if (queue.isRead()) {
      intake.take(bytes, offset, length, level, time);
    } else {
      drain.writeNow(new Line(bytes, offset, length, level, time), false, WRITE_THROUGH_LIMIT);
    }
  }

  @Override
  public boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    Line line = new Line(bytes, offset, length, level, delivery.time());
    return drain.writeNow(line, true, WRITE_THROUGH_LIMIT);
  }

  @Override
  public long lost() {
    return tally.lost() + sink.lost();
  }

  @Override
  public boolean flush(Duration limit) {
    long mark = told.mark();
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    long target = queue.offered();
    if (!drain.isMine() && !drain.isSettled(target)) {
      writer.call();
      drain.awaitSettled(target, deadline - System.nanoTime());
    }
    boolean settled = drain.isSettled(target);
    boolean flushed = sink.flush(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    return told.isWhole(mark, lost()) && settled && flushed;
  }

  @Override
  public void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    lifecycle.close();
    if (queue.isRead() && !drain.isMine()) {
      // A tenth for the interrupt to help a worker that hangs.
      if (!writer.finish(TimeUnit.NANOSECONDS.convert(limit) / 10 * 9)) {
        abandon(deadline);
      }
    }
    SelfMetrics.Observation ended = observed;
    if (ended != null) {
      ended.end();
    }
    sink.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  private void abandon(long deadline) {
    drain.abandon();
    tally.failed(
        FAULT,
        "The close of "
            + name()
            + " ran out of time. What is being written may still get there; about "
            + queue.size()
            + " lines that wait behind it are lost, and counted in obs.log.dropped once that write"
            + " ends.",
        null);
    writer.interrupt();
    writer.awaitEnd(deadline - System.nanoTime());
  }
}
