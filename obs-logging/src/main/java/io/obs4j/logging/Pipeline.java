package io.obs4j.logging;

import io.obs4j.core.Broadcast;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.RecordMask;
import java.time.Instant;

/**
 * Turns events into lines and records, on the thread that logs them, so that nothing of an event is
 * read once its call has returned.
 *
 * <p>An argument whose {@code toString} logs, on its part, gets a buffer of its own and its line
 * goes out first.
 */
final class Pipeline {

  private static final int INITIAL_CAPACITY = 1_024;

  /** Larger buffers are not kept. */
  private static final int MOST_KEPT = 65_536;

  private final StripedPool<ByteSink> buffers =
      new StripedPool<>(() -> new ByteSink(INITIAL_CAPACITY));
  private final LineEncoder encoder;
  private final Streams streams;
  private final Clock clock;
  private final Diagnostics diagnostics;
  private final Broadcast<LogRecord> records;
  private final RecordLimits limits;
  private final RecordMask mask;

  Pipeline(
      LineEncoder encoder,
      RecordLimits limits,
      Streams streams,
      Clock clock,
      Diagnostics diagnostics) {
    this.encoder = encoder;
    this.limits = limits;
    this.mask = encoder.recordMask(limits.valueLength());
    this.streams = streams;
    this.clock = clock;
    this.diagnostics = diagnostics;
    this.records = new Broadcast<>(diagnostics);
  }

  void log(LogStream stream, LogEvent event) {
    ByteSink line = buffers.take();
    try {
      encoder.encode(event, line);
      streams.write(stream, line, event.level());
    } catch (Throwable e) {
      report(e);
    } finally {
      giveBack(line);
    }
    publish(event);
  }

  /**
   * Logs an event of the audit, which is where its sink keeps it when this returns.
   *
   * @throws AuditLossException if it is lost, and that was asked for
   */
  void audit(LogEvent event) {
    ByteSink line = buffers.take();
    boolean kept = false;
    try {
      encoder.encode(event, line);
      kept = streams.trail().write(line, event.level());
    } catch (Throwable e) {
      report(e);
    } finally {
      giveBack(line);
    }
    publish(event);
    if (!kept) {
      streams.trail().lost();
    }
  }

  /** The line that tells of lines that a sink dropped. */
  byte[] notice(long dropped, long sinceEpochNanos) {
    StreamEvent event = new StreamEvent("io.obs4j.logging", LogLevel.WARN);
    event.add("log.dropped", dropped);
    event.say(
        "{} lines were dropped since {}",
        dropped,
        Instant.ofEpochSecond(0, sinceEpochNanos).toString());
    event.now(clock);
    ByteSink line = new ByteSink(INITIAL_CAPACITY);
    encoder.encode(event, line);
    return line.toByteArray();
  }

  private void giveBack(ByteSink line) {
    if (line.capacity() <= MOST_KEPT) {
      line.reset();
      buffers.giveBack(line);
    }
  }

  private void publish(LogEvent event) {
    if (records.hasSubscribers()) {
      try {
        records.publish(masked(event));
      } catch (Throwable e) {
        report(e);
      }
    }
  }

  private LogRecord masked(LogEvent event) {
    if (event instanceof OtelEvent given) {
      OtelRecord record = given.record();
      return mask.apply(record, record::stackTrace);
    }
    LoggedEvent record = LoggedEvent.of(event, encoder, limits, clock.epochNanos());
    return mask.apply(record, record::stackTrace);
  }

  private void report(Throwable failure) {
    String name = failure.getClass().getName();
    diagnostics.fault(
        Logging.FAULT_OF_EVENT,
        name,
        "An event could not be written, as it threw " + name + "; it is lost. Mend what it logs.",
        failure);
  }

  LineEncoder encoder() {
    return encoder;
  }

  RecordLimits limits() {
    return limits;
  }

  RecordSource<LogRecord> records() {
    return records;
  }
}
