package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Resource;
import io.obs4j.logging.format.LineEncoder;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogEvent;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import io.opentelemetry.api.logs.LoggerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

  private Logging(Builder builder) {
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
  public static Builder builder() {
    return new Builder();
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
   * level, unless it is {@linkplain Builder#rateLimit too frequent} or belongs to a trace that is
   * {@linkplain Builder#unsampledTraces thinned}.
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
   * Waits until what was logged before the call has left the process.
   *
   * @param limit how long to wait at the most
   * @return false if something did not leave in time, or was lost
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

  /** Settings of {@link Logging}. Not safe for use by several threads at once. */
  public static final class Builder {

    private static final int MOST_LINES = 1_000_000;

    private final Map<LogStream, List<LogSink>> sinks = new LinkedHashMap<>();
    private final Map<String, @Nullable LogLevel> levels = new LinkedHashMap<>();
    private Resource resource = Resource.builder().build();
    private Diagnostics diagnostics = Diagnostics.create();
    private Clock clock = Clock.system();
    private @Nullable LineFormat format;
    private @Nullable Environment environment;
    private @Nullable Integer linesPerSecond;
    private @Nullable Double share;
    private @Nullable Boolean jmx;
    private boolean throwOnAuditLoss;

    private Builder() {}

    /**
     * Sets what is observed, by default nothing: what lines tell of the service is taken from here.
     *
     * @param newResource the service, its process and host
     * @return this builder
     */
    public Builder resource(Resource newResource) {
      resource = Objects.requireNonNull(newResource, "resource");
      return this;
    }

    /**
     * Sets where faults are counted and told, by default new diagnostics.
     *
     * @param newDiagnostics shared with the exporters
     * @return this builder
     */
    public Builder diagnostics(Diagnostics newDiagnostics) {
      diagnostics = Objects.requireNonNull(newDiagnostics, "diagnostics");
      return this;
    }

    /**
     * Sets the clock, by default the machine's.
     *
     * @param newClock tells when an event happened
     * @return this builder
     */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Reads what is not set in code from the environment: {@code OBS_LOG_FORMAT}, {@code
     * OBS_LOG_LEVEL}, {@code OBS_LOG_LEVELS}, {@code OBS_LOG_RATE_LIMIT}, {@code
     * OBS_LOG_UNSAMPLED_TRACES}, {@code OBS_LOG_JMX}, and the limits of records, {@code
     * OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT} and {@code
     * OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT}. By default none is read.
     *
     * @param newEnvironment where malformed values are reported
     * @return this builder
     */
    public Builder environment(Environment newEnvironment) {
      environment = Objects.requireNonNull(newEnvironment, "environment");
      return this;
    }

    /**
     * Sets what lines look like, by default what the environment says, else {@link
     * LineFormat#ecs()}.
     *
     * @param newFormat of all streams
     * @return this builder
     */
    public Builder format(LineFormat newFormat) {
      format = Objects.requireNonNull(newFormat, "format");
      return this;
    }

    /**
     * Adds a sink of the {@linkplain LogStream#APPLICATION application}'s stream; without any,
     * lines go to the standard output.
     *
     * @param sink that was not started; closed with what is built
     * @return this builder
     */
    public Builder sink(LogSink sink) {
      return stream(LogStream.APPLICATION, sink);
    }

    /**
     * Adds sinks of a stream. Each gets every line, but of the audit's the first that takes a line
     * keeps it, and the others stand by. The access and the audit stream without sinks go where the
     * application's does; the stream of errors without sinks goes nowhere, as it holds nothing that
     * the application's does not. A sink may serve several streams.
     *
     * @param stream whose lines they get
     * @param more that were not started; closed with what is built
     * @return this builder
     */
    public Builder stream(LogStream stream, LogSink... more) {
      Objects.requireNonNull(stream, "stream");
      List<LogSink> known = sinks.get(stream);
      if (known == null) {
        known = new ArrayList<>();
        sinks.put(stream, known);
      }
      for (LogSink sink : more) {
        known.add(Objects.requireNonNull(sink, "sink"));
      }
      return this;
    }

    /**
     * Has whoever logs to the audit's stream told by {@link AuditLossException} if no sink took the
     * line. By default the loss is only counted.
     *
     * @return this builder
     */
    public Builder throwOnAuditLoss() {
      throwOnAuditLoss = true;
      return this;
    }

    /**
     * Sets from which level on all loggers log that have no level of their own, by default {@link
     * LogLevels#DEFAULT}.
     *
     * @param level of the root
     * @return this builder
     */
    public Builder level(LogLevel level) {
      return level(LogLevels.ROOT, level);
    }

    /**
     * Sets from which level on a logger logs, and those below it that have no level of their own.
     *
     * @param logger such as {@code io.acme}
     * @param level the least that it logs
     * @return this builder
     */
    public Builder level(String logger, LogLevel level) {
      levels.put(Objects.requireNonNull(logger, "logger"), Objects.requireNonNull(level, "level"));
      return this;
    }

    /**
     * Has a logger log nothing, and those below it that have no level of their own.
     *
     * @param logger such as {@code io.acme}
     * @return this builder
     */
    public Builder silence(String logger) {
      levels.put(Objects.requireNonNull(logger, "logger"), null);
      return this;
    }

    /**
     * Limits how often a logger may log one message template to the application's stream, by
     * default without limit. What is beyond is counted, and the next line with that template says
     * how many there were: {@code "log.suppressed":17}. Events of the level FATAL are not limited,
     * nor are templates of more than 1,024 characters, which would have to be kept.
     *
     * @param linesPerSecond on average, and at once; 0 for no limit
     * @return this builder
     * @throws IllegalArgumentException if it is negative or above a million
     */
    public Builder rateLimit(int linesPerSecond) {
      if (linesPerSecond < 0 || linesPerSecond > MOST_LINES) {
        throw new IllegalArgumentException(
            "rateLimit "
                + linesPerSecond
                + " must be from 0, for no limit, to "
                + MOST_LINES
                + " lines a second");
      }
      this.linesPerSecond = linesPerSecond;
      return this;
    }

    /**
     * Sets of how many traces that are not sampled the events are logged, by default of all. Of a
     * trace either all events are logged or none, in every service that has the same setting; but
     * those of the level WARN and above always are. What is left out is counted.
     *
     * @param newShare from 0, none, to 1, all
     * @return this builder
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    public Builder unsampledTraces(double newShare) {
      if (!(newShare >= 0 && newShare <= 1)) {
        throw new IllegalArgumentException(
            "unsampledTraces " + newShare + " must be from 0, none, to 1, all");
      }
      share = newShare;
      return this;
    }

    /**
     * Switches the bean by which levels are read and changed through JMX, named {@code
     * io.obs4j:type=LogLevels,service=...}; by default it is off.
     *
     * @param on whether it is registered
     * @return this builder
     */
    public Builder jmx(boolean on) {
      jmx = on;
      return this;
    }

    /**
     * Builds the logging, and starts its sinks.
     *
     * @return new logging
     * @throws IllegalArgumentException if the environment is strict and a variable cannot be used
     */
    public Logging build() {
      return new Logging(this);
    }

    private LineFormat format() {
      if (format != null) {
        return format;
      }
      return environment == null ? LineFormat.ecs() : LineFormat.fromEnvironment(environment);
    }

    private LogLevels levels() {
      LogLevels built = new LogLevels(clock);
      if (environment != null) {
        built.read(environment);
      }
      for (Map.Entry<String, @Nullable LogLevel> entry : levels.entrySet()) {
        LogLevel level = entry.getValue();
        if (level == null) {
          built.silence(entry.getKey());
        } else {
          built.set(entry.getKey(), level);
        }
      }
      return built;
    }

    private RecordLimits limits() {
      return environment == null ? RecordLimits.DEFAULT : RecordLimits.fromEnvironment(environment);
    }

    private int linesPerSecond() {
      if (linesPerSecond != null) {
        return linesPerSecond;
      }
      return environment == null ? 0 : environment.integer("OBS_LOG_RATE_LIMIT", 0, 0, MOST_LINES);
    }

    private double share() {
      if (share != null) {
        return share;
      }
      return environment == null ? 1 : Restraint.share(environment);
    }

    private boolean jmx() {
      return jmx == null ? environment != null && environment.flag("OBS_LOG_JMX") : jmx;
    }
  }
}
