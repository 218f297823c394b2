package io.obs4j.logging;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.internal.ByteSink;
import io.obs4j.core.internal.ToldLosses;
import io.obs4j.logging.format.LogLevel;
import io.obs4j.logging.sink.ConsoleSink;
import io.obs4j.logging.sink.DropNotice;
import io.obs4j.logging.sink.LogSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which sinks get the lines of which stream. Sinks may be foreign code: one that throws is
 * reported, and the others get the line all the same.
 */
final class Streams {

  private static final LogSink[] NONE = {};

  private final LogSink[][] byStream;

  /** Each sink once, whatever streams it serves. */
  private final List<LogSink> all = new ArrayList<>();

  private final AuditTrail trail;
  private final Diagnostics diagnostics;
  private final boolean chosen;
  private final ToldLosses told = new ToldLosses();

  Streams(Map<LogStream, List<LogSink>> sinks, boolean throwing, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.chosen = !sinks.isEmpty();
    this.byStream = new LogSink[LogStream.values().length][];
    LogSink[] application = of(sinks, LogStream.APPLICATION);
    if (application.length == 0) {
      application = new LogSink[] {ConsoleSink.stdout()};
    }
    LogSink[] access = of(sinks, LogStream.ACCESS);
    LogSink[] audit = of(sinks, LogStream.AUDIT);
    byStream[index(LogStream.APPLICATION)] = application;
    byStream[index(LogStream.ACCESS)] = access.length == 0 ? application : access;
    byStream[index(LogStream.ERROR)] = of(sinks, LogStream.ERROR);
    byStream[index(LogStream.AUDIT)] = audit.length == 0 ? application : audit;
    trail = new AuditTrail(byStream[index(LogStream.AUDIT)], throwing, diagnostics);
    for (LogSink[] each : byStream) {
      for (LogSink sink : each) {
        addOnce(sink);
      }
    }
  }

  private static LogSink[] of(Map<LogStream, List<LogSink>> sinks, LogStream stream) {
    List<LogSink> of = sinks.get(stream);
    return of == null ? NONE : of.toArray(NONE);
  }

  @SuppressWarnings("EnumOrdinal") // an index into byStream, which never leaves this class
  private static int index(LogStream stream) {
    return stream.ordinal();
  }

  private void addOnce(LogSink sink) {
    for (LogSink known : all) {
      if (known == sink) {
        return;
      }
    }
    all.add(sink);
  }

  /** Whether somebody chose where lines go. */
  boolean areChosen() {
    return chosen;
  }

  void start(DropNotice notice) {
    for (LogSink sink : all) {
      try {
        sink.announceDrops(notice);
        sink.start(diagnostics);
      } catch (Throwable e) {
        SinkFault.report(sink, "start", e, diagnostics);
      }
    }
  }

  /** The sinks of the audit's stream. */
  AuditTrail trail() {
    return trail;
  }

  /** Hands a line to the sinks of its stream, and once more to those of errors if it is one. */
  void write(LogStream stream, ByteSink line, LogLevel level) {
    write(byStream[index(stream)], line, level);
    if (stream == LogStream.APPLICATION && level.isAtLeast(LogLevel.ERROR)) {
      write(byStream[index(LogStream.ERROR)], line, level);
    }
  }

  private void write(LogSink[] sinks, ByteSink line, LogLevel level) {
    for (LogSink sink : sinks) {
      try {
        sink.write(line.array(), 0, line.size(), level);
      } catch (Throwable e) {
        SinkFault.report(sink, "write", e, diagnostics);
      }
    }
  }

  boolean flush(Duration limit) {
    long mark = told.mark();
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    boolean flushed = true;
    long lost = 0;
    for (LogSink sink : all) {
      try {
        flushed &= sink.flush(left(deadline, 1));
        lost += sink.lost();
      } catch (Throwable e) {
        SinkFault.report(sink, "flush", e, diagnostics);
        flushed = false;
      }
    }
    return told.isWhole(mark, lost) && flushed;
  }

  /** Closes one after another; each may take its share of the time that is left. */
  void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    for (int i = 0; i < all.size(); i++) {
      LogSink sink = all.get(i);
      try {
        sink.close(left(deadline, all.size() - i));
      } catch (Throwable e) {
        SinkFault.report(sink, "close", e, diagnostics);
      }
    }
  }

  private static Duration left(long deadline, int sharers) {
    return Duration.ofNanos(Math.max(0, (deadline - System.nanoTime()) / sharers));
  }
}
