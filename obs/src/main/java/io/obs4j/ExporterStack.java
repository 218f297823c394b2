package io.obs4j;

import io.obs4j.core.Diagnostics;
import io.obs4j.core.Exporter;
import io.obs4j.core.Signals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

  /** An exporter, with the flush that it was asked for last. */
  private static final class Running {

    private final String name;
    private final Exporter exporter;
    private @Nullable Pending flush;

    Running(String name, Exporter exporter) {
      this.name = name;
      this.exporter = exporter;
    }

    /** Begins to flush, unless it is at it: one that hangs must not hang once more at each call. */
    synchronized Pending flush(long nanos) {
      Pending pending = flush;
      if (pending == null || pending.call.isDone()) {
        pending = call("exporter " + name, "flush", () -> exporter.flush(within(nanos)));
        flush = pending;
      }
      return pending;
    }
  }

  /** A call that was begun: to flush and to close are different things that fail and recover. */
  private record Pending(String who, String verb, BoundedCall<Boolean> call) {

    String subject() {
      return verb + ' ' + who;
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
    long begun = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(limit);
    List<Running> exporters = running();
    List<Pending> calls = exporters.stream().map(each -> each.flush(nanos)).toList();
    if (nanos <= 0) {
      return calls.isEmpty();
    }
    boolean flushed = true;
    for (int i = 0; i < calls.size(); i++) {
      Pending call = calls.get(i);
      boolean done = await(call, begun + nanos);
      if (done && call.call.begunBefore(begun)) { // and may have missed what was recorded since
        long left = begun + nanos - System.nanoTime();
        done = await(exporters.get(i).flush(left), begun + nanos);
      }
      flushed &= done;
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
    await(call("exporter " + exporter.name, "close", close), System.nanoTime() + nanos);
  }

  /**
   * Closes something else as an exporter is closed.
   *
   * @param who it is, as it is called in a report
   * @param close is told how long it may take
   */
  void close(String who, Consumer<Duration> close, Duration limit) {
    long nanos = Math.max(TimeUnit.NANOSECONDS.convert(limit), LEAST_SHARE.toNanos());
    Callable<Boolean> task =
        () -> {
          close.accept(within(nanos));
          return true;
        };
    await(call(who, "close", task), System.nanoTime() + nanos);
  }

  /** What an exporter is told: less than is waited for, as it may use up all that it is given. */
  private static Duration within(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos - nanos / 8));
  }

  private static Pending call(String who, String verb, Callable<Boolean> task) {
    String thread = "obs-" + verb + '-' + who.replace(' ', '-');
    return new Pending(who, verb, BoundedCall.start(thread, task));
  }

  private boolean await(Pending pending, long deadline) {
    Diagnostics diagnostics = signals.diagnostics();
    try {
      boolean done = pending.call.await(deadline);
      diagnostics.recovered(FAULT, pending.subject(), "The " + pending.who + " works again.");
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
            "The " + pending.who + " did not " + pending.verb + how,
            cause);
  }

  /** The name, or with a number if one of that name is running. */
  private String distinct(String name) {
    Set<String> taken = new HashSet<>();
    for (Running each : running()) {
      taken.add(each.name);
    }
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
