package io.obs4j.core.export;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.ExportResult;
import io.obs4j.core.Exporter;
import io.obs4j.core.LogRecord;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signal;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Prints one line a sampled span, as it ends, and, if asked to, one a log record, for whoever
 * develops a service: when it began, its ids, kind, name and duration, its status, attributes and
 * events; of a log its time, ids, severity, logger, body and attributes. The form is for people and
 * may change.
 *
 * <p>Printing is done by a thread of its own for each signal, behind a queue. Nothing that a record
 * holds can end its line or steer the terminal: what could is escaped. Stack traces are left out.
 * Safe for use by any thread.
 */
public final class ConsoleExporter implements Exporter {

  private final PrintStream out;
  private final Set<Signal> printed;
  private final BatchSettings ofSpans;
  private final BatchSettings ofLogs;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Batcher<?>> batchers = new ArrayList<>();
  private final List<RecordSource.Subscription> subscriptions = new ArrayList<>();
  private boolean started;
  private boolean closed;

  ConsoleExporter(
      PrintStream out, Set<Signal> printed, BatchSettings ofSpans, BatchSettings ofLogs) {
    this.out = Objects.requireNonNull(out, "out");
    this.printed = EnumSet.copyOf(printed);
    this.ofSpans = ofSpans.toBuilder().delay(Duration.ZERO).build();
    this.ofLogs = ofLogs.toBuilder().delay(Duration.ZERO).build();
  }

  /**
   * An exporter of spans to the standard output. Logs are not printed: unless a sink is chosen,
   * they have lines of their own there.
   *
   * @return not started
   */
  public static ConsoleExporter create() {
    return to(System.out);
  }

  /**
   * An exporter of spans to a stream.
   *
   * @param out who prints; not closed
   * @return not started
   */
  public static ConsoleExporter to(PrintStream out) {
    return to(out, Set.of(Signal.TRACES));
  }

  /**
   * An exporter of spans, logs or both to a stream.
   *
   * @param out who prints; not closed
   * @param signals {@link Signal#TRACES}, {@link Signal#LOGS} or both
   * @return not started
   * @throws IllegalArgumentException if there are none, or metrics are among them
   */
  public static ConsoleExporter to(PrintStream out, Set<Signal> signals) {
    if (signals.isEmpty() || signals.contains(Signal.METRICS)) {
      throw new IllegalArgumentException(
          "signals " + signals + " must be TRACES, LOGS or both: metrics are not printed");
    }
    return new ConsoleExporter(out, signals, BatchSettings.defaults(), BatchSettings.defaults());
  }

  @Override
  public void start(Signals signals) {
    lock.lock();
    try {
      if (closed || started) {
        throw new IllegalStateException(
            "This console exporter was started or closed before. Make a new one.");
      }
      started = true;
      if (printed.contains(Signal.TRACES)) {
        Batcher<SpanRecord> spans =
            Batcher.spans("console", ofSpans, this::printSpans, signals.diagnostics());
        batchers.add(spans);
        subscriptions.add(signals.spans().subscribe(spans));
      }
      if (printed.contains(Signal.LOGS)) {
        Batcher<LogRecord> logs =
            Batcher.logs("console", ofLogs, this::printLogs, signals.diagnostics());
        batchers.add(logs);
        subscriptions.add(signals.logs().subscribe(logs));
      }
    } finally {
      lock.unlock();
    }
  }

  private CompletionStage<ExportResult> printSpans(List<SpanRecord> batch) {
    StringBuilder lines = new StringBuilder();
    for (SpanRecord span : batch) {
      SpanLine.append(span, lines);
      lines.append(System.lineSeparator());
    }
    return print(lines, batch.size());
  }

  private CompletionStage<ExportResult> printLogs(List<LogRecord> batch) {
    StringBuilder lines = new StringBuilder();
    for (LogRecord log : batch) {
      LogLine.append(log, lines);
      lines.append(System.lineSeparator());
    }
    return print(lines, batch.size());
  }

  private CompletionStage<ExportResult> print(StringBuilder lines, int count) {
    out.print(lines);
    boolean failed = out.checkError();
    return CompletableFuture.completedFuture(
        failed ? ExportResult.dropped(count, "stream") : ExportResult.delivered());
  }

  @Override
  public boolean flush(Duration limit) {
    long begun = System.nanoTime();
    boolean flushed = true;
    for (Batcher<?> batcher : running()) {
      flushed &= batcher.flush(left(limit, begun));
    }
    return flushed;
  }

  @Override
  public void close(Duration limit) {
    long begun = System.nanoTime();
    List<RecordSource.Subscription> ending;
    lock.lock();
    try {
      closed = true;
      ending = List.copyOf(subscriptions);
    } finally {
      lock.unlock();
    }
    for (RecordSource.Subscription subscription : ending) {
      subscription.close();
    }
    for (Batcher<?> batcher : running()) {
      batcher.close(left(limit, begun));
    }
  }

  private List<Batcher<?>> running() {
    lock.lock();
    try {
      return List.copyOf(batchers);
    } finally {
      lock.unlock();
    }
  }

  private static Duration left(Duration limit, long begun) {
    return limit.minusNanos(System.nanoTime() - begun);
  }
}
