package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LogEvent;
import io.opentelemetry.api.logs.LoggerProvider;
import java.time.Duration;

/**
 * The logs of a process: takes events in, and hands each as a line to the sinks of its stream and
 * as a record to exporters. Safe for use by any thread.
 *
 * <pre>{@code
 * try (Logging logging = Logging.builder().level("io.acme", LogLevel.DEBUG).build()) {
 *   GlobalLogging.attach(logging);      // what SLF4J logs comes here from now on
 *   ...
 * }
 * }</pre>
 *
 * <p>By default the lines are JSON by the Elastic Common Schema, and go to the standard output.
 * Logging an event never throws, whatever its parts do, except for one of the {@linkplain
 * LogStream#AUDIT audit}'s stream where that was asked for.
 */
public final class Logging implements AutoCloseable {

  /** How long {@link #close()} takes at the most. */
  public static final Duration DEFAULT_CLOSE_LIMIT = Duration.ofSeconds(10);

  /** The kind of fault when a sink throws. */
  public static final String FAULT_OF_SINK = "logging.sink";

  /** The kind of fault when an event throws while it is written. */
  public static final String FAULT_OF_EVENT = "logging.event";

  private final Clock clock;
  private final Diagnostics diagnostics;
  private final LogLevels levels;
  private final Gates gates;
  private final Restraint restraint;
  private final Pipeline pipeline;
  private final Closing closing;

  Logging(LoggingBuilder builder) {
    clock = builder.clock;
    diagnostics = builder.diagnostics;
    levels = builder.levels();
    gates = new Gates(this);
    restraint = new Restraint(builder.share(), builder.linesPerSecond(), clock, diagnostics);
    Streams streams = new Streams(builder.sinks, builder.throwOnAuditLoss, diagnostics);
    pipeline =
        new Pipeline(
            builder.format().encoder(builder.resource, diagnostics),
            builder.limits(),
            streams,
            clock,
            diagnostics);
    closing = new Closing(this, streams);
    streams.start(pipeline::notice);
    if (streams.areChosen()) {
      closing.atExit();
    }
    if (builder.jmx()) {
      closing.afterwards(LevelsBean.register(levels, builder.resource, diagnostics));
    }
  }

  /**
   * Logging with all defaults. The environment is not read.
   *
   * @return new logging
   */
  public static Logging create() {
    return builder().build();
  }

  /**
   * Logging with settings.
   *
   * @return a builder
   */
  public static LoggingBuilder builder() {
    return new LoggingBuilder();
  }

  /**
   * The gate of a logger.
   *
   * @param logger its name
   * @return the same one for the same name; it leads here for ever
   */
  public LogGate gate(String logger) {
    return gates.of(logger);
  }

  /**
   * Logs an event to the {@linkplain LogStream#APPLICATION application}'s stream, whatever its
   * level, unless it is {@linkplain LoggingBuilder#rateLimit too frequent} or belongs to a trace
   * that is {@linkplain LoggingBuilder#unsampledTraces thinned}.
   *
   * @param event read before the call returns
   */
  public void log(LogEvent event) {
    LogEvent let = restraint.let(event);
    if (let != null) {
      pipeline.log(LogStream.APPLICATION, let);
    }
  }

  /**
   * Logs an event to a stream; what is not the application's is neither limited nor thinned.
   *
   * @param stream that it belongs to
   * @param event read before the call returns
   * @throws AuditLossException if it is of the audit, no sink took it, and that was asked for
   */
  public void log(LogStream stream, LogEvent event) {
    switch (stream) {
      case APPLICATION -> log(event);
      case AUDIT -> pipeline.audit(event);
      case ACCESS, ERROR -> pipeline.log(stream, event);
    }
  }

  /**
   * Where OpenTelemetry's own log records are taken in. They become lines of the {@linkplain
   * LogStream#APPLICATION application}'s stream, and reach exporters as they were given: with their
   * event name, body and typed attributes. The level of the logger that is called as their scope
   * holds for them, unless they have no severity.
   *
   * @return OpenTelemetry's own type
   */
  public LoggerProvider loggerProvider() {
    return new OtelLoggerProvider(this);
  }

  /**
   * What one wants to know of requests that were served.
   *
   * @return writes to the {@linkplain LogStream#ACCESS access} stream
   */
  public AccessLog accessLog() {
    return new AccessLog(this);
  }

  /**
   * Who did what.
   *
   * @return writes to the {@linkplain LogStream#AUDIT audit} stream
   */
  public AuditLog auditLog() {
    return new AuditLog(this);
  }

  /**
   * From which level on each logger logs.
   *
   * @return may be changed at any time
   */
  public LogLevels levels() {
    return levels;
  }

  /**
   * What is logged, to any stream, on the thread that logs it.
   *
   * @return the source that exporters subscribe to
   */
  public RecordSource<LogRecord> records() {
    return pipeline.records();
  }

  /**
   * The clock that events are timed by.
   *
   * @return the clock
   */
  public Clock clock() {
    return clock;
  }

  /**
   * Where faults of logging are told, and what is left out is counted.
   *
   * @return the diagnostics
   */
  public Diagnostics diagnostics() {
    return diagnostics;
  }

  /**
   * Waits until what was logged before the call has left the process. By any number of threads at
   * once.
   *
   * @param limit how long to wait at the most
   * @return true only if all lines have that the sinks took in; false if one is still here when
   *     time runs out, or was lost and no flush has told of it that ended before this one began. So
   *     each of several that wait at once tells of a loss, and one that comes later does not tell
   *     of it again. Lines for which a queue had no room are counted only
   */
  public boolean flush(Duration limit) {
    return closing.flush(limit);
  }

  /**
   * Flushes and closes all sinks. What is logged afterwards still goes out, by the thread that logs
   * it. Idempotent; throws nothing.
   *
   * @param limit how long to take at the most
   */
  public void close(Duration limit) {
    closing.close(limit);
  }

  /** Closes within ten seconds. */
  @Override
  public void close() {
    close(DEFAULT_CLOSE_LIMIT);
  }

  LineEncoder encoder() {
    return pipeline.encoder();
  }

  RecordLimits limits() {
    return pipeline.limits();
  }
}
