package io.obs4j.logging;

import io.obs4j.core.Broadcast;
import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.StripedPool;
import io.obs4j.logging.format.LineBuffer;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.format.RecordMask;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into lines and records, on the thread that logs them, so that nothing of an event is
 * read once its call has returned.
 *
 * <p>An argument whose {@code toString} logs, on its part, gets a buffer of its own and its line
 * goes out first.
 */
final class Pipeline {

  private final StripedPool<ByteSink> buffers = new StripedPool<>(LineBuffer::create);
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
    String message = message(event);
    ByteSink line = buffers.take();
    try {
      encoder.encode(event, message, line);
      streams.write(stream, line, event.level());
    } catch (Throwable e) {
      report(e);
    } finally {
      giveBack(line);
    }
    publish(event, message);
  }

  /**
   * Logs an event of the audit, which is where its sink keeps it when this returns.
   *
   * @throws AuditLossException if it is lost, and that was asked for
   */
  void audit(LogEvent event) {
    String message = message(event);
    ByteSink line = buffers.take();
    boolean kept = false;
    try {
      encoder.encode(event, message, line);
      kept = streams.trail().write(line, event.level());
    } catch (Throwable e) {
      report(e);
    } finally {
      giveBack(line);
    }
    publish(event, message);
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
    ByteSink line = LineBuffer.create();
    encoder.encode(event, line);
    return line.toByteArray();
  }

  private void giveBack(ByteSink line) {
    if (LineBuffer.clear(line)) {
      buffers.giveBack(line);
    }
  }

  /** Put together beforehand if a record has it, too: no argument is asked twice. */
  private @Nullable String message(LogEvent event) {
    try {
      return records.hasSubscribers() ? encoder.message(event) : null;
    } catch (Throwable e) {
      return null; // The line will tell what came of it.
    }
  }

  private void publish(LogEvent event, @Nullable String message) {
    if (records.hasSubscribers()) {
      try {
        records.publish(masked(event, message));
      } catch (Throwable e) {
        report(e);
      }
    }
  }

  private LogRecord masked(LogEvent event, @Nullable String message) {
    if (event instanceof OtelEvent given) {
      OtelRecord record = given.record();
      return mask.apply(record, record::stackTrace);
    }
    // Whoever subscribed in between has nothing put together.
    String body = message == null ? encoder.message(event) : message;
    LoggedEvent record = LoggedEvent.of(event, body, encoder, limits, clock.epochNanos());
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
