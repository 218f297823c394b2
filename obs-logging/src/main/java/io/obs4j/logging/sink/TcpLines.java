package io.obs4j.logging.sink;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.logging.format.LogLevel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes lines to a server, one caller at a time: the asynchronous sink around it sees to that. */
final class TcpLines implements QueuedSink {

  /*
   * A write goes on until the server has it, or patience ends, a close or an interrupt; the queue of
   * the sink around it takes what comes meanwhile. What was under way when a connection broke is sent
   * again as a whole, since nobody knows how much of it arrived: a line may arrive twice.
   *
   * Threads that log write here before the start only, or because they want to wait for it. After a
   * failure they try nothing for as long as the worker would pause; but what is written through is.
   */

  private final boolean encrypted;
  private final @Nullable Syslog syslog;
  private final long patienceNanos;
  private final Clock clock;
  private final SinkTally tally;
  private final TcpConnector connector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean started;

  // Of whoever writes.
  private final Backoff backoff = new Backoff();
  private final ByteSink message = new ByteSink(1024);
  private final ByteSink frame = new ByteSink(1024);
  private boolean heldOff;
  private long retryAt;

  TcpLines(TcpSink.Builder builder) {
    encrypted = builder.tls != null;
    syslog = builder.syslog;
    patienceNanos = builder.patienceNanos;
    clock = builder.clock;
    tally = new SinkTally((encrypted ? "tls://" : "tcp://") + builder.host + ":" + builder.port);
    connector = new TcpConnector(builder);
  }

  @Override
  public String name() {
    return tally.sink();
  }

  @Override
  public long time() {
    return syslog == null ? 0 : clock.epochNanos();
  }

  @Override
  public boolean takesBlocks() {
    return syslog == null;
  }

  @Override
  public void announceDrops(DropNotice notice) {
    tally.untold().announce(notice);
  }

  @Override
  public void start(Diagnostics diagnostics) {
    tally.start(diagnostics);
    started = true;
  }

  @Override
  public void write(byte[] bytes, int offset, int length, LogLevel level) {
    put(new Line(bytes, offset, length, level, time()), false);
  }

  @Override
  public UntoldDrops untold() {
    return tally.untold();
  }

  /** Takes all: it has a patience of its own. */
  @Override
  public int take(
      byte[] bytes, int offset, int length, LogLevel level, long time, boolean through) {
    put(new Line(bytes, offset, length, level, time), through);
    return length;
  }

  @Override
  public boolean writeThrough(byte[] bytes, int offset, int length, LogLevel level) {
    return put(new Line(bytes, offset, length, level, time()), true);
  }

  /** Tries until patience ends; without lines, before the start, or through it, once. */
  @Override
  public boolean put(Line line, boolean through) {
    boolean patient = started && !through && line.length > 0;
    boolean held = !patient && !through && heldOff && System.nanoTime() - retryAt < 0;
    long deadline = System.nanoTime() + (patient ? patienceNanos : 0);
    while (!held && closed.getCount() > 0) {
      IOException failure = attemptUninterrupted(line);
      if (failure == null) {
        tally.written(line.length);
        tally.worked(LineSink.FAULT);
        return true;
      }
      tally.failed(
          LineSink.FAULT,
          "Log lines cannot be sent to "
              + tally.sink()
              + ": "
              + failure
              + ". Look whether it runs"
              + (encrypted ? ", and at its certificate." : "."),
          null);
      held = !pause(deadline);
    }
    tally.dropped(closed.getCount() > 0 ? LossReason.FAILED : LossReason.CLOSED, line.count());
    return false;
  }

  /**
   * An interrupt closes the socket that a virtual thread uses, so there is another attempt; it is
   * kept for later.
   */
  private @Nullable IOException attemptUninterrupted(Line line) {
    boolean interrupted = Thread.interrupted();
    try {
      IOException failure = attempt(line);
      if (failure != null && Thread.interrupted()) {
        interrupted = true;
        failure = attempt(line);
      }
      return failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable IOException attempt(Line line) {
    TcpConnection to;
    try {
      to = connector.get();
    } catch (IOException e) {
      return e;
    }
    try {
      tally
          .untold()
          .tell(notice -> send(to, new Line(notice, 0, notice.length, LogLevel.WARN, time())));
      if (line.length > 0) {
        send(to, line);
      }
      backoff.reset();
      heldOff = false;
      return null;
    } catch (IOException e) {
      connector.drop();
      return e;
    }
  }

  /** Octet counting for syslog, as RFC 6587 has it; else lines as they are. */
  private void send(TcpConnection to, Line line) throws IOException {
    if (syslog == null) {
      to.write(line.bytes, line.offset, line.length);
      return;
    }
    message.reset();
    syslog.write(message, line.time, line.bytes, line.offset, line.length - 1, line.level);
    frame.reset();
    frame.writeLong(message.size());
    frame.writeByte(' ');
    frame.writeBytes(message);
    to.write(frame.toByteArray(), 0, frame.size());
  }

  /** False if there is no time for another attempt. */
  private boolean pause(long deadline) {
    long now = System.nanoTime();
    long pause = backoff.nanos();
    heldOff = true;
    retryAt = now + pause;
    long nanos = Math.min(pause, deadline - now);
    if (nanos <= 0) {
      return false;
    }
    try {
      return !closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public long lost() {
    return tally.lost();
  }

  /** Nothing waits here. */
  @Override
  public boolean flush(Duration limit) {
    return tally.isWhole();
  }

  @Override
  public void close(Duration limit) {
    closed.countDown();
    connector.close(limit);
  }
}
