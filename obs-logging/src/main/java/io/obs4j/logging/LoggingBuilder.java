package io.obs4j.logging;

import io.obs4j.core.Clock;
import io.obs4j.core.Diagnostics;
import io.obs4j.core.Environment;
import io.obs4j.core.Resource;
import io.obs4j.logging.format.LineFormat;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.LogSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settings of {@link Logging}. Not safe for use by several threads at once. */
public final class LoggingBuilder {

  private static final int MOST_LINES = 1_000_000;

  final Map<LogStream, List<LogSink>> sinks = new LinkedHashMap<>();
  private final Map<String, @Nullable LogLevel> levels = new LinkedHashMap<>();
  Resource resource = Resource.builder().build();
  Diagnostics diagnostics = Diagnostics.create();
  Clock clock = Clock.system();
  private @Nullable LineFormat format;
  private @Nullable Environment environment;
  private @Nullable Integer linesPerSecond;
  private @Nullable Double share;
  private @Nullable Boolean jmx;
  boolean throwOnAuditLoss;

  LoggingBuilder() {}

  /**
   * Sets what is observed, by default nothing: what lines tell of the service is taken from here.
   *
   * @param newResource the service, its process and host
   * @return this builder
   */
  public LoggingBuilder resource(Resource newResource) {
    resource = Objects.requireNonNull(newResource, "resource");
    return this;
  }

  /**
   * Sets where faults are counted and told, by default new diagnostics.
   *
   * @param newDiagnostics shared with the exporters
   * @return this builder
   */
  public LoggingBuilder diagnostics(Diagnostics newDiagnostics) {
    diagnostics = Objects.requireNonNull(newDiagnostics, "diagnostics");
    return this;
  }

  /**
   * Sets the clock, by default the machine's.
   *
   * @param newClock tells when an event happened
   * @return this builder
   */
  public LoggingBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return this;
  }

  /**
   * Reads what is not set in code from the environment: {@code OBS_LOG_FORMAT}, {@code
   * OBS_LOG_LEVEL}, {@code OBS_LOG_LEVELS}, {@code OBS_LOG_RATE_LIMIT}, {@code
   * OBS_LOG_UNSAMPLED_TRACES}, {@code OBS_LOG_JMX}, and the limits of records, {@code
   * OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT} and {@code OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT}.
   * By default none is read.
   *
   * @param newEnvironment where malformed values are reported
   * @return this builder
   */
  public LoggingBuilder environment(Environment newEnvironment) {
    environment = Objects.requireNonNull(newEnvironment, "environment");
    return this;
  }

  /**
   * Sets what lines look like, by default what the environment says, else {@link LineFormat#ecs()}.
   *
   * @param newFormat of all streams
   * @return this builder
   */
  public LoggingBuilder format(LineFormat newFormat) {
    format = Objects.requireNonNull(newFormat, "format");
    return this;
  }

  /**
   * Adds a sink of the {@linkplain LogStream#APPLICATION application}'s stream; without any, lines
   * go to the standard output.
   *
   * @param sink that was not started; closed with what is built
   * @return this builder
   */
  public LoggingBuilder sink(LogSink sink) {
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
  public LoggingBuilder stream(LogStream stream, LogSink... more) {
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
  public LoggingBuilder throwOnAuditLoss() {
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
  public LoggingBuilder level(LogLevel level) {
    return level(LogLevels.ROOT, level);
  }

  /**
   * Sets from which level on a logger logs, and those below it that have no level of their own.
   *
   * @param logger such as {@code io.acme}
   * @param level the least that it logs
   * @return this builder
   */
  public LoggingBuilder level(String logger, LogLevel level) {
    levels.put(Objects.requireNonNull(logger, "logger"), Objects.requireNonNull(level, "level"));
    return this;
  }

  /**
   * Has a logger log nothing, and those below it that have no level of their own.
   *
   * @param logger such as {@code io.acme}
   * @return this builder
   */
  public LoggingBuilder silence(String logger) {
    levels.put(Objects.requireNonNull(logger, "logger"), null);
    return this;
  }

  /**
   * Limits how often a logger may log one message template to the application's stream, by default
   * without limit. What is beyond is counted, and the next line with that template says how many
   * there were: {@code "log.suppressed":17}. Events of the level FATAL are not limited, nor are
   * templates of more than 1,024 characters, which would have to be kept.
   *
   * @param linesPerSecond on average, and at once; 0 for no limit
   * @return this builder
   * @throws IllegalArgumentException if it is negative or above a million
   */
  public LoggingBuilder rateLimit(int linesPerSecond) {
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
  public LoggingBuilder unsampledTraces(double newShare) {
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
  public LoggingBuilder jmx(boolean on) {
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

  LineFormat format() {
    if (format != null) {
      return format;
    }
    return environment == null ? LineFormat.ecs() : LineFormat.fromEnvironment(environment);
  }

  LogLevels levels() {
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

  RecordLimits limits() {
    return environment == null ? RecordLimits.DEFAULT : RecordLimits.fromEnvironment(environment);
  }

  int linesPerSecond() {
    if (linesPerSecond != null) {
      return linesPerSecond;
    }
    return environment == null ? 0 : environment.integer("OBS_LOG_RATE_LIMIT", 0, 0, MOST_LINES);
  }

  double share() {
    if (share != null) {
      return share;
    }
    return environment == null ? 1 : Restraint.share(environment);
  }

  boolean jmx() {
    return jmx == null ? environment != null && environment.flag("OBS_LOG_JMX") : jmx;
  }
}
