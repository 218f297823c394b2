package io.obs4j.core.export;

import io.obs4j.core.BatchSettings;
import io.obs4j.core.Batcher;
import io.obs4j.core.ExportResult;
import io.obs4j.core.Exporter;
import io.obs4j.core.RecordSource;
import io.obs4j.core.Signals;
import io.obs4j.core.SpanRecord;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prints one line a sampled span, as it ends, for whoever develops a service: when it began, its
 * ids, kind, name and duration, its status, attributes and events. The form is for people and may
 * change.
 *
 * <p>Printing is done by a thread of its own, behind a queue. Nothing that a span holds can end its
 * line or steer the terminal: what could is escaped. Safe for use by any thread.
 */
public final class ConsoleExporter implements Exporter {

  private final PrintStream out;
  private final BatchSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Batcher<SpanRecord> batcher;
  private RecordSource.@Nullable Subscription subscription;
  private boolean closed;

  ConsoleExporter(PrintStream out, BatchSettings settings) {
    this.out = Objects.requireNonNull(out, "out");
    this.settings = settings;
  }

  /**
   * An exporter to the standard output.
   *
   * @return not started
   */
  public static ConsoleExporter create() {
    return to(System.out);
  }

  /**
   * An exporter to a stream.
   *
   * @param out who prints; not closed
   * @return not started
   */
  public static ConsoleExporter to(PrintStream out) {
    return new ConsoleExporter(out, BatchSettings.builder().delay(Duration.ZERO).build());
  }

  @Override
  public void start(Signals signals) {
    lock.lock();
    try {
      if (closed || batcher != null) {
        throw new IllegalStateException(
            "This console exporter was started or closed before. Make a new one.");
      }
      Batcher<SpanRecord> started =
          Batcher.spans("console", settings, this::print, signals.diagnostics());
      batcher = started;
      subscription = signals.spans().subscribe(started);
    } finally {
      lock.unlock();
    }
  }

  private CompletionStage<ExportResult> print(List<SpanRecord> batch) {
    StringBuilder lines = new StringBuilder();
    for (SpanRecord span : batch) {
      SpanLine.append(span, lines);
      lines.append(System.lineSeparator());
    }
    out.print(lines);
    boolean failed = out.checkError();
    return CompletableFuture.completedFuture(
        failed ? ExportResult.dropped(batch.size(), "stream") : ExportResult.delivered());
  }

  @Override
  public boolean flush(Duration limit) {
    Batcher<SpanRecord> running = batcher;
    return running == null || running.flush(limit);
  }

  @Override
  public void close(Duration limit) {
    RecordSource.Subscription ending;
    lock.lock();
    try {
      closed = true;
      ending = subscription;
    } finally {
      lock.unlock();
    }
    if (ending != null) {
      ending.close();
    }
    Batcher<SpanRecord> running = batcher;
    if (running != null) {
      running.close(limit);
    }
  }
}
