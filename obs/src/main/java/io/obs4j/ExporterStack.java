package io.obs4j;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The exporters that are running, the last one on top. They are foreign code: what they throw is
 * reported, and nobody waits for them beyond a limit.
 *
 * <p>The lock guards the stack alone; exporters are called outside it.
 */
final class ExporterStack {

  /** The kind of fault under which failing exporters are counted. */
  static final String FAULT = "exporter";

  /** What an exporter has to close, however little is left: it holds threads and ports. */
  static final Duration LEAST_SHARE = Duration.ofMillis(100);

  private record Running(String name, Exporter exporter) {}

  private record Pending(String verb, String name, BoundedCall<Boolean> call) {

    /** What fails or recovers: to flush and to close are different things. */
    String subject() {
      return verb + ' ' + name;
    }
  }

  private final Signals signals;
  private final Deque<Running> stack = new ArrayDeque<>();

  ExporterStack(Signals signals) {
    this.signals = signals;
  }

  /** Starts an exporter; one that throws is closed, and what it threw goes on to the caller. */
  void start(String name, Exporter exporter) {
    Running started = new Running(distinct(name), exporter);
    try {
      exporter.start(signals);
    } catch (RuntimeException | Error e) {
      close(started, Obs.DEFAULT_CLOSE_LIMIT.toNanos());
      throw e;
    }
    synchronized (stack) {
      stack.push(started);
    }
  }

  /** Flushes all at once; false if one failed or took too long, or if there is no time to wait. */
  boolean flush(Duration limit) {
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    long deadline = System.nanoTime() + nanos;
    List<Pending> calls =
        running().stream()
            .map(each -> call(each, "flush", () -> each.exporter.flush(within(nanos))))
            .toList();
    if (nanos <= 0) {
      return calls.isEmpty();
    }
    boolean flushed = true;
    for (Pending call : calls) {
      flushed &= await(call, deadline);
    }
    return flushed;
  }

  /** Closes all, one after another; each may take its share of the time that is left. */
  void close(Duration limit) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(limit);
    List<Running> closing = drain();
    for (int i = 0; i < closing.size(); i++) {
      long left = deadline - System.nanoTime();
      long share = left / (closing.size() - i);
      close(closing.get(i), Math.max(share, LEAST_SHARE.toNanos()));
    }
  }

  private void close(Running exporter, long nanos) {
    Callable<Boolean> close =
        () -> {
          exporter.exporter.close(within(nanos));
          return true;
        };
    await(call(exporter, "close", close), System.nanoTime() + nanos);
  }

  /** What an exporter is told: less than is waited for, as it may use up all that it is given. */
  private static Duration within(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - nanos / 8));
  }

  private static Pending call(Running exporter, String verb, Callable<Boolean> task) {
    String name = exporter.name;
    return new Pending(verb, name, BoundedCall.start("obs-" + verb + '-' + name, task));
  }

  private boolean await(Pending pending, long deadline) {
    Diagnostics diagnostics = signals.diagnostics();
    try {
      boolean done = pending.call.await(deadline);
      diagnostics.recovered(
          FAULT, pending.subject(), "The exporter " + pending.name + " works again.");
      return done;
    } catch (TimeoutException e) {
      report(
          pending,
          " in time and was interrupted. Allow more time, or look at what holds it up.",
          null);
    } catch (ExecutionException e) {
      report(pending, " and threw; what it held may be lost.", e.getCause());
    }
    return false;
  }

  private void report(Pending pending, String how, @Nullable Throwable cause) {
    signals
        .diagnostics()
        .fault(
            FAULT,
            pending.subject(),
            "The exporter " + pending.name + " did not " + pending.verb + how,
            cause);
  }

  /** The name, or with a number if one of that name is running. */
  private String distinct(String name) {
    List<String> taken = running().stream().map(Running::name).toList();
    String distinct = name;
    for (int number = 2; taken.contains(distinct); number++) {
      distinct = name + '#' + number;
    }
    return distinct;
  }

  private List<Running> running() {
    synchronized (stack) {
      return List.copyOf(stack);
    }
  }

  private List<Running> drain() {
    synchronized (stack) {
      List<Running> drained = List.copyOf(stack);
      stack.clear();
      return drained;
    }
  }
}
